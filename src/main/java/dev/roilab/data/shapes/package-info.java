/** Synthetic pictures of textured shapes. */
@org.jspecify.annotations.NullMarked
package dev.roilab.data.shapes;
