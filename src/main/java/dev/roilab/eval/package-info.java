/** Average precision and its relatives, from one list of detections. */
@org.jspecify.annotations.NullMarked
package dev.roilab.eval;
