/** From scored boxes to detections: thresholds and suppression, with or without box regression. */
@org.jspecify.annotations.NullMarked
package dev.roilab.detect.postprocessing;
