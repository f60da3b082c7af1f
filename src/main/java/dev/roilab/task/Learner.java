package dev.roilab.task;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.Sample;
import dev.roilab.nn.Safetensors;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A system with its whole training: what the harness treats alike, so that the same data, evaluation and timers compare
 * all of them. It lives in the engine's scope that it was made in.
 *
 * @param <P> what it finds in an image
 */
public interface Learner<P> {
    /**
     * Runs every stage of the training on the training split.
     *
     * @param checkpoints of the stage that learns by gradient descent; the others are short enough to be repeated
     * @throws dev.roilab.train.DivergedException at the first loss or weights that are not finite
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException;

    /** What is found in an image; one lap of the system's timer. */
    P predict(Sample<?> sample);

    /** Everything that the training decided, with running statistics; names are unique. */
    List<Parameter> weights();

    /**
     * Takes what {@link #weights} was after a training with the same settings, in place of training again.
     *
     * @throws dev.roilab.nn.WeightException if the file does not fit, with every mismatch
     */
    void restore(Safetensors file);

    /**
     * What it measures of itself, after the test and in nobody's time: of the measures and curves that its recipe
     * declares those that are defined on these images.
     *
     * @param glance hears of the images that it looks at once more, if it does
     * @throws InterruptedException when that asks to stop
     */
    default Evaluation evaluation(Glance glance) throws InterruptedException {
        return Evaluation.of(new LinkedHashMap<>());
    }

    /** Hears of images that are looked at after the test. */
    @FunctionalInterface
    interface Glance {
        /** @param images that were looked at, of so many */
        void looked(int images, int of) throws InterruptedException;
    }

    /** What it leaves beside the result: records, by the names of the JSON files that they are written to. */
    default SequencedMap<String, Record> documents() {
        return new LinkedHashMap<>();
    }

    /** What else there is to report after training and testing, such as the size of features on disk, by name. */
    SequencedMap<String, String> facts();
}
