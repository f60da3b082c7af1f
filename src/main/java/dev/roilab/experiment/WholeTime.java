package dev.roilab.experiment;

import dev.roilab.experiment.TrialResult.StageTime;

/**
 * An arm's milliseconds an image.
 *
 * @param image from decoding to the last suppressed box
 * @param withProposals the same and the proposals
 */
public record WholeTime(String arm, StageTime image, StageTime withProposals) {}
