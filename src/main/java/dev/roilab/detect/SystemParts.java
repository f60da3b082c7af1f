package dev.roilab.detect;

import dev.roilab.data.Dataset;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.TrueObjects;
import dev.roilab.nn.RandomStreams;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.InitialWeights;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What every system of a trial is made of.
 *
 * @param scales sizes of images
 * @param random streams of the trial's seed
 * @param timer of the tests
 * @param scratch folder for what a training keeps on disk while it runs
 * @param initialWeights of the backbone
 * @param fixedBoxes absent but where a system is timed without its training: what it finds, whatever its outputs say;
 *     layers that only a training makes are there from the start, with numbers of no meaning
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
        Optional<FixedBoxes> fixedBoxes) {
    /** The same parts of a system that is timed without its training. */
    public SystemParts with(FixedBoxes boxes) {
        return new SystemParts(
                engine,
                data,
                proposals,
                scales,
                train,
                test,
                random,
                timer,
                scratch,
                initialWeights,
                Optional.of(boxes));
    }

    /** To the data set's own image size. */
    public ImagePreparation preparation() {
        return scales.own();
    }
}
