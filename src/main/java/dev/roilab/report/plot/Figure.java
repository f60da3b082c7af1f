package dev.roilab.report.plot;

import java.awt.image.BufferedImage;

/** A picture of a report. */
public sealed interface Figure {
    /** Of the files in the report's folder, without ending. */
    String name();

    String title();

    /** One or two sentences that name what is drawn and by which convention. */
    String caption();

    /** Lines and text: PNG and SVG. */
    record Chart(String name, String title, String caption, Painting painting) implements Figure {}

    /** Photographs: PNG alone. */
    record Photograph(String name, String title, String caption, BufferedImage image) implements Figure {}
}
