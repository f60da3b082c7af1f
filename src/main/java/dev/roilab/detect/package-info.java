/** What detectors that look at regions share: settings, layers, suppression, and the contract with the harness. */
@org.jspecify.annotations.NullMarked
package dev.roilab.detect;
