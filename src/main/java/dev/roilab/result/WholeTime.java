package dev.roilab.result;

import dev.roilab.result.TrialResult.StageTime;

/**
 * An arm's milliseconds an image.
 *
 * @param image from decoding to the end of the last stage
 * @param withProposals the same and the proposals
 */
public record WholeTime(String arm, StageTime image, StageTime withProposals) {}
