package dev.roilab.task.localization;

import dev.roilab.geometry.Box;
import dev.roilab.task.classification.ClassScores;

/**
 * What a system says of a picture.
 *
 * @param box of its object, in pixels of the picture
 */
public record FoundClass(ClassScores scores, Box box) {}
