/** Masks of objects as run lengths, how polygons and networks' grids become them, and what is computed from them. */
@org.jspecify.annotations.NullMarked
package dev.roilab.geometry.mask;
