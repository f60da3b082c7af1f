/** Data sets, decoding, transforms and the linter. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data;
