/** Key points of objects, and the heat maps in which networks learn and find them. Pure functions, no state. */
@org.jspecify.annotations.NullMarked
package dev.roilab.geometry.keypoint;
