/** Tables of a report. */
@org.jspecify.annotations.NullMarked
package dev.roilab.report.table;
