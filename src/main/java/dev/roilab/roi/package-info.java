/** Region-of-interest operators, one file each. */
@org.jspecify.annotations.NullMarked
package dev.roilab.roi;
