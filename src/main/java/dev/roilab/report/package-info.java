/** Tables, plots and Markdown, from results on disk alone. */
@org.jspecify.annotations.NullMarked
package dev.roilab.report;
