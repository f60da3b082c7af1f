package dev.roilab.detect.picture;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.GradientDescent;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.SystemParts;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.task.Learner;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A network that learns from whole pictures in one training by gradient descent: all of it but the loss and the test.
 *
 * @param <P> what it finds in an image
 */
public abstract class PictureLearner<P> implements Learner<P> {
    private final SystemParts parts;
    private final List<Parameter> parameters;
    private final List<Parameter> buffers;

    /**
     * Takes the initial weights.
     *
     * @param parameters of the network
     * @param buffers running statistics that belong to its weights
     */
    protected PictureLearner(SystemParts parts, List<Parameter> parameters, List<Parameter> buffers) {
        this.parts = parts;
        this.parameters = List.copyOf(parameters);
        this.buffers = List.copyOf(buffers);
        parts.initialWeights().into(parts.engine(), parameters, buffers);
    }

    /** Runs the whole training. */
    protected final TrainingOutcome descend(
            ImageSampling batches,
            GradientDescent.Loss<MiniBatch> loss,
            TrainingListener listener,
            Checkpoints checkpoints)
            throws InterruptedException {
        var descent = new GradientDescent<>(parts.engine(), parts.train(), parameters, buffers, loss, MiniBatch::ids)
                .drawing(parts.random());
        return TrainingOutcome.of(descent.train(batches::batch, listener, checkpoints), 0);
    }

    /** What is found in a picture that is alone in its batch. */
    @FunctionalInterface
    protected interface Reading<P> {
        P of(Prepared<?> image, ImageBatch batch);
    }

    /** Decodes and resizes a picture and reads it, in a lap and a scope of its own. */
    protected final P read(Sample<?> sample, ImagePreparation pictures, Reading<P> reading) {
        StageTimer timer = parts.timer();
        timer.startLap();
        try (Scope _ = parts.engine().openScope()) {
            Pixels pixels = timer.stage("decode", sample::read);
            Prepared<?> image = timer.stage("resize", () -> pictures.prepare(sample, pixels, false));
            ImageBatch batch = timer.stage("copies", () -> pictures.batch(List.of(image)));
            return reading.of(image, batch);
        } finally {
            timer.endLap();
        }
    }

    @Override
    public final List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(parameters);
        weights.addAll(buffers);
        return List.copyOf(weights);
    }

    @Override
    public final void restore(Safetensors file) {
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public final SequencedMap<String, String> facts() {
        return new LinkedHashMap<>();
    }
}
