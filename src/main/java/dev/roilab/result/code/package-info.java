/** The compiled code behind a result. */
@org.jspecify.annotations.NullMarked
package dev.roilab.result.code;
