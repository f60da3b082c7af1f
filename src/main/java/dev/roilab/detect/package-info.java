/** Detectors: one file reads like its paper's method section. */
@org.jspecify.annotations.NullMarked
package dev.roilab.detect;
