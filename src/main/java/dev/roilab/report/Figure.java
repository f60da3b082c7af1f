package dev.roilab.report;

import java.awt.image.BufferedImage;

/**
 * A picture of a report.
 *
 * @param file name of the PNG in the report's folder
 * @param caption one or two sentences that name what is drawn and by which convention; Markdown
 */
record Figure(String file, String title, String caption, BufferedImage image) {}
