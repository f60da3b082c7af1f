/** What a handful of numbers can and cannot show: pure functions on lists of numbers. */
@org.jspecify.annotations.NullMarked
package dev.roilab.report.statistics;
