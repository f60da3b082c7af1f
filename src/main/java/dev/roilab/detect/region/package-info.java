/** What region-based detectors have in common: the regions they learn from and the layers that see one at a time. */
@org.jspecify.annotations.NullMarked
package dev.roilab.detect.region;
