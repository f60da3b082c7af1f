package dev.roilab.model.yolo;

import dev.roilab.autograd.Tape;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.detect.FixedBoxes;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.geometry.Detection;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.DivergenceGuard;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The test of section 2.3: one pass over an image, every box with the score of every class, suppression. */
final class YoloInference {
    private final Engine engine;
    private final Yolo network;
    private final ImagePreparation squares;
    private final int side;
    private final Postprocessor postprocessor;
    private final Optional<FixedBoxes> fixedBoxes;
    private final StageTimer timer;

    /** @param fixedBoxes in place of the network's outputs, once computed */
    YoloInference(
            Yolo network,
            ImagePreparation squares,
            int side,
            Postprocessor postprocessor,
            Optional<FixedBoxes> fixedBoxes,
            Clocked clocked) {
        this.engine = clocked.engine();
        this.network = network;
        this.squares = squares;
        this.side = side;
        this.postprocessor = postprocessor;
        this.fixedBoxes = fixedBoxes;
        this.timer = clocked.timer();
    }

    /** An engine and the timer of what it does. */
    record Clocked(Engine engine, StageTimer timer) {}

    /** The detections of an image, best first, in pixels of the original. */
    List<Detection> detect(Sample<?> sample) {
        timer.startLap();
        try (Scope _ = engine.openScope()) {
            Pixels pixels = timer.stage("decode", sample::read);
            Prepared<?> image = timer.stage("resize", () -> squares.prepare(sample, pixels, false));
            ImageBatch batch = timer.stage("copies", () -> squares.batch(List.of(image)));
            return detect(image, batch);
        } finally {
            timer.endLap();
        }
    }

    /** @param batch of the image alone */
    private List<Detection> detect(Prepared<?> image, ImageBatch batch) {
        // Nothing is dropped in a test.
        var outputs = network.forward(Tape.inference(engine), batch, new SplittableRandom(0), timer);
        float[] said = timer.stage("copies", () -> outputs.value().toFloats());
        DivergenceGuard.requireNumbers("the test of image " + image.id(), "the network's outputs", said);
        var scored = timer.stage("box_decoding", () -> scored(said));
        return postprocessor
                .detections(scored.boxes(), scored.probabilities(), new float[0], image.width(), image.height(), timer)
                .stream()
                .map(each -> new Detection(each.label(), each.score(), image.toOriginal(each.box())))
                .toList();
    }

    private ScoredBoxes scored(float[] said) {
        ScoredBoxes found = ScoredBoxes.of(network.grid(), said, side);
        return fixedBoxes
                .map(fixed -> new ScoredBoxes(
                        ScoredBoxes.of(network.grid(), cells(), side).boxes(),
                        fixed.probabilities(
                                found.probabilities(), network.grid().classes() + 1)))
                .orElse(found);
    }

    /** Outputs that say of every cell its own outline: boxes of fresh weights have hardly any extent. */
    private float[] cells() {
        Grid grid = network.grid();
        float[] numbers = new float[grid.length()];
        for (int cell = 0; cell < grid.count(); cell++) {
            for (int predictor = 0; predictor < grid.boxes(); predictor++) {
                int at = grid.box(cell, predictor);
                Arrays.fill(numbers, at, at + Grid.WIDTH, 0.5f);
                Arrays.fill(numbers, at + Grid.WIDTH, at + Grid.CONFIDENCE, (float) Math.sqrt(1.0 / grid.cells()));
            }
        }
        return numbers;
    }
}
