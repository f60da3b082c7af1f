package dev.roilab.geometry;

/**
 * One detected object.
 *
 * @param label index of the class among the data set's classes, from 0; background is never a detection
 * @param score confidence, in [0, 1]
 * @param box where, in pixels of the original image
 */
public record Detection(int label, double score, Box box) {}
