package dev.roilab.model.pixelwindow;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.detect.GradientDescent;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.pixel.PixelLabels;
import dev.roilab.detect.pixel.PixelLearner;
import dev.roilab.detect.pixel.PixelLoss;
import dev.roilab.model.pixelwindow.PixelDraws.WindowBatch;
import dev.roilab.model.pixelwindow.PixelWindows.Place;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.task.Learner;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DivergenceGuard;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A classifier of windows with its training on single pixels and its test on all of them. */
final class PixelWindowLearner implements Learner<LabelMap> {
    /** Windows of a test that are looked at together: some megabytes. */
    private static final int TOGETHER = 256;

    private final SystemParts parts;
    private final PixelWindowSettings model;
    private final PixelWindowNetwork network;
    private final PixelLoss loss;
    private final PixelWindows windows;
    private final ImagePreparation pictures;

    PixelWindowLearner(SystemParts parts, PixelWindowSettings model) {
        this.parts = parts;
        this.model = model;
        this.network = new PixelWindowNetwork(parts.engine(), model, PixelLearner.classes(parts), parts.random());
        this.loss = new PixelLoss(model.classWeights());
        this.windows = new PixelWindows(model.window());
        parts.initialWeights().into(parts.engine(), network.parameters(), network.buffers());
        this.pictures = parts.scales().own(1);
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var sampling = new ImageSampling(parts, List.of(pictures), parts.random());
        var draws = new PixelDraws(sampling, windows, model.pixels(), parts.random());
        var descent = new GradientDescent<>(
                        parts.engine(),
                        parts.train(),
                        network.parameters(),
                        network.buffers(),
                        this::terms,
                        WindowBatch::ids)
                .drawing(parts.random());
        return TrainingOutcome.of(descent.train(draws::batch, listener, checkpoints), 0);
    }

    private Optional<LossTerms> terms(Tape tape, WindowBatch batch) {
        if (batch.labels().length == 0) {
            return Optional.empty();
        }
        SplittableRandom dropped = parts.random().stream("dropout " + batch.step());
        Variable logits = network.logits(tape, batch.windows(), dropped, Stages.UNTIMED);
        return loss.of(tape.engine(), logits, batch.labels());
    }

    @Override
    public LabelMap predict(Sample<?> sample) {
        StageTimer timer = parts.timer();
        timer.startLap();
        try {
            Pixels pixels = timer.stage("decode", sample::read);
            Prepared<?> image = timer.stage("resize", () -> pictures.prepare(sample, pixels, false));
            ImageBatch picture = timer.stage("copies", () -> pictures.batch(List.of(image)));
            var grid = new PixelGrid(image.height(), image.width(), model.step());
            List<Place> places = grid.places();
            byte[] labels = new byte[places.size()];
            for (int first = 0; first < labels.length; first += TOGETHER) {
                int end = Math.min(labels.length, first + TOGETHER);
                best(sample, picture, places.subList(first, end), labels, first);
            }
            return timer.stage(PixelLearner.LABELS, () -> PixelLabels.original(grid.filled(labels), image, sample));
        } finally {
            timer.endLap();
        }
    }

    private void best(Sample<?> sample, ImageBatch picture, List<Place> places, byte[] labels, int first) {
        Engine engine = parts.engine();
        StageTimer timer = parts.timer();
        try (Scope _ = engine.openScope()) {
            ImageBatch cut = timer.stage(PixelWindowRecipe.WINDOWS, () -> windows.of(picture, places));
            // Nothing is dropped in a test.
            Variable logits = network.logits(Tape.inference(engine), cut, new SplittableRandom(0), timer);
            float[] scores = timer.stage("copies", () -> logits.value().toFloats());
            DivergenceGuard.requireNumbers("the test of image " + sample.id(), "class scores", scores);
            timer.stage(PixelLearner.LABELS, () -> best(scores, places.size(), labels, first));
        }
    }

    /** @return the labels, with those of some rows of scores from {@code first} on */
    private static byte[] best(float[] scores, int rows, byte[] labels, int first) {
        int classes = scores.length / rows;
        for (int row = 0; row < rows; row++) {
            int best = 0;
            for (int label = 1; label < classes; label++) {
                best = scores[row * classes + label] > scores[row * classes + best] ? label : best;
            }
            labels[first + row] = (byte) best;
        }
        return labels;
    }

    @Override
    public List<Parameter> weights() {
        return Stream.concat(network.parameters().stream(), network.buffers().stream())
                .toList();
    }

    @Override
    public void restore(Safetensors file) {
        WeightLoader.load(parts.engine(), weights(), file, _ -> false);
    }

    @Override
    public SequencedMap<String, String> facts() {
        return new LinkedHashMap<>();
    }
}
