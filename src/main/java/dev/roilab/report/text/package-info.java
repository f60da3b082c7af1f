/** Sentences that a paper could take over. */
@org.jspecify.annotations.NullMarked
package dev.roilab.report.text;
