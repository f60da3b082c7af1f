package dev.roilab.data;

import dev.roilab.geometry.Box;

/**
 * An annotated object.
 *
 * @param label index among the data set's classes, from 0
 * @param difficult marked as difficult: VOC evaluation neither rewards nor punishes its detection
 */
public record TrueObject(int label, Box box, boolean difficult) {}
