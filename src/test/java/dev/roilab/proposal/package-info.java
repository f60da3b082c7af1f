/** Tests of region proposals and their cache. */
@org.jspecify.annotations.NullMarked
package dev.roilab.proposal;
