package dev.roilab.detect;

import dev.roilab.data.Dataset;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.TrueObjects;
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
 * @param untrained whether a system is to be timed without its training: it finds as much as its settings let it,
 *     whatever its outputs say; layers that only a training makes are there from the start, with numbers of no meaning
 */
public record SystemParts(
        Engine engine,
        Dataset<TrueObjects> data,
        Proposals proposals,
        ImageScales scales,
        TrainSettings train,
        TestSettings test,
        RandomStreams random,
        StageTimer timer,
        Path scratch,
        InitialWeights initialWeights,
        boolean untrained) {
    /** The same parts of a system that is timed without its training. */
    public SystemParts withoutTraining() {
        return new SystemParts(
                engine, data, proposals, scales, train, test, random, timer, scratch, initialWeights, true);
    }

    /** To the data set's own image size. */
    public ImagePreparation preparation() {
        return scales.own();
    }
}
