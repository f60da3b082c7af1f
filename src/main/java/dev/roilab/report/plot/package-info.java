/** Figures of numbers, by XChart. */
@org.jspecify.annotations.NullMarked
package dev.roilab.report.plot;
