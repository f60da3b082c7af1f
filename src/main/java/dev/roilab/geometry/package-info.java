/** Boxes and what is computed from boxes alone: overlap, suppression, regression targets. Pure functions, no state. */
@org.jspecify.annotations.NullMarked
package dev.roilab.geometry;
