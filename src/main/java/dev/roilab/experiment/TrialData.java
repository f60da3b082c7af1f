package dev.roilab.experiment;

import dev.roilab.data.DetectionData;
import dev.roilab.proposal.Proposals;
import dev.roilab.train.ImageScales;

/**
 * What a trial reads.
 *
 * @param scales sizes of images
 */
record TrialData(DetectionData data, Proposals proposals, ImageScales scales) {}
