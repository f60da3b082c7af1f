/** Truncated singular value decomposition of fully connected layers. */
@org.jspecify.annotations.NullMarked
package dev.roilab.compress;
