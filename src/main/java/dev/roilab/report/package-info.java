/** Statistics, claims, tables and plots, from results on disk alone. */
@org.jspecify.annotations.NullMarked
package dev.roilab.report;
