/** A report before it has a format: blocks, and what writes them as Markdown, HTML and LaTeX. */
@org.jspecify.annotations.NullMarked
package dev.roilab.report.document;
