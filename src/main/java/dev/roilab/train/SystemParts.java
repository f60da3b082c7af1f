package dev.roilab.train;

import dev.roilab.data.DetectionData;
import dev.roilab.data.ImagePreparation;
import dev.roilab.detect.TestSettings;
import dev.roilab.nn.RandomStreams;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;

/**
 * What every system of a trial is made of.
 *
 * @param scales sizes of images
 * @param random streams of the trial's seed
 * @param timer of the tests
 * @param scratch folder for what a training keeps on disk while it runs
 * @param initialWeights of the backbone
 */
public record SystemParts(
        Engine engine,
        DetectionData data,
        Proposals proposals,
        ImageScales scales,
        TrainSettings train,
        TestSettings test,
        RandomStreams random,
        StageTimer timer,
        Path scratch,
        InitialWeights initialWeights) {
    /** To the data set's own image size. */
    public ImagePreparation preparation() {
        return scales.own();
    }
}
