/** Trials of systems: from settings to a result's numbers. */
@org.jspecify.annotations.NullMarked
package dev.roilab.run.system;
