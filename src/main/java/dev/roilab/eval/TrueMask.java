package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.mask.RunLengthMask;

/**
 * An object whose pixels are known.
 *
 * @param label index of the class, from 0
 * @param area in square pixels, for the size classes of COCO: what its annotation says, which need not be the number of
 *     the mask's pixels
 * @param standing whether finding it counts
 */
public record TrueMask(int label, RunLengthMask mask, double area, Standing standing) implements TrueInstance {}
