/** Estimates, intervals, tests and quantiles: pure functions on numbers. */
@org.jspecify.annotations.NullMarked
package dev.roilab.statistics;
