@org.jspecify.annotations.NullMarked
package dev.roilab.report.statistics;
