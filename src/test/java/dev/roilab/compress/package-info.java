/** Tests of {@code dev.roilab.compress}. */
@org.jspecify.annotations.NullMarked
package dev.roilab.compress;
