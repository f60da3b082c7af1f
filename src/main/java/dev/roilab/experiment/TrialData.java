package dev.roilab.experiment;

import dev.roilab.data.DetectionData;
import dev.roilab.data.ImagePreparation;
import dev.roilab.proposal.Proposals;

/** What a trial trains and tests on; trials with equal settings share it. */
record TrialData(DetectionData data, Proposals proposals, ImagePreparation preparation) {}
