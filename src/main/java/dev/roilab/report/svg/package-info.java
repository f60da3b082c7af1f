/** A Java 2D canvas that writes SVG; text becomes outlines, so that it looks the same without its font. */
@org.jspecify.annotations.NullMarked
package dev.roilab.report.svg;
