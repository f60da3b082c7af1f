package dev.roilab.detect.pretraining;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.ResizeRule;
import dev.roilab.data.Sample;
import dev.roilab.detect.region.PooledNetwork;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.geometry.Box;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.train.DivergenceGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Classifies a picture from several views of it: SPPnet (arXiv:1406.4729), section 3.1.5. The views are windows of the
 * feature maps, so that a picture is convolved once a size and flip however many views it has: at every size, upright
 * and mirrored, the whole picture, its corners, the middles of its sides and its centre. Their probabilities are
 * averaged.
 */
final class Views {
    /** Side of a view that is not the whole picture, as a part of the picture's: 224 of 256, as in the paper. */
    private static final double PART = 0.875;

    private static final double[] PLACES = {0, 0.5, 1};

    private final Engine engine;
    private final PooledNetwork network;
    private final List<Integer> sizes;

    /** @param sizes sides of the square that a picture is resized to, pixels */
    Views(Engine engine, PooledNetwork network, List<Integer> sizes) {
        this.engine = engine;
        this.network = network;
        this.sizes = sizes;
    }

    /** The most probable class from the whole, upright picture at the last size. */
    int single(Sample<?> sample) {
        return best(probabilities(sample, sizes.getLast(), false, List.of(new Box(0, 0, 1, 1))));
    }

    /** The most probable class from all views. */
    int all(Sample<?> sample) {
        double[] sum = new double[0];
        for (int size : sizes) {
            for (boolean flip : new boolean[] {false, true}) {
                double[] added = probabilities(sample, size, flip, windows());
                for (int k = 0; k < sum.length; k++) {
                    added[k] += sum[k];
                }
                sum = added;
            }
        }
        return best(sum);
    }

    /** The views of one map, as parts of the picture. */
    static List<Box> windows() {
        List<Box> windows = new ArrayList<>(List.of(new Box(0, 0, 1, 1)));
        for (double down : PLACES) {
            for (double across : PLACES) {
                double x = across * (1 - PART);
                double y = down * (1 - PART);
                windows.add(new Box(x, y, x + PART, y + PART));
            }
        }
        return windows;
    }

    /** A view to train on: the whole picture or, as often, a part of it at a random place. */
    static Box random(SplittableRandom random) {
        if (random.nextBoolean()) {
            return new Box(0, 0, 1, 1);
        }
        double x = random.nextDouble(1 - PART);
        double y = random.nextDouble(1 - PART);
        return new Box(x, y, x + PART, y + PART);
    }

    /** Summed over the windows. */
    private double[] probabilities(Sample<?> sample, int size, boolean flip, List<Box> windows) {
        var preparation = new ImagePreparation(new ResizeRule(size, size), 0);
        Prepared<?> image = preparation.prepare(sample, flip);
        var batch = preparation.batch(List.of(image));
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.inference(engine);
            var pixels = engine.tensor(batch.values(), Shape.of(1, 3, batch.height(), batch.width()));
            List<Box> scaled = windows.stream()
                    .map(window -> window.scale(image.width(), image.height()))
                    .toList();
            var rows = engine.tensor(RegionRows.of(scaled, _ -> 0), Shape.of(scaled.size(), 5));
            Variable logits = network.classify(tape, pixels, rows);
            float[] softmax = engine.losses().softmax(logits.value()).toFloats();
            DivergenceGuard.requireNumbers("the test of image " + sample.id(), "class scores", softmax);
            return columnSums(softmax, scaled.size());
        }
    }

    private static double[] columnSums(float[] values, int rows) {
        int columns = values.length / rows;
        double[] sums = new double[columns];
        for (int i = 0; i < values.length; i++) {
            sums[i % columns] += values[i];
        }
        return sums;
    }

    private static int best(double[] scores) {
        int best = 0;
        for (int k = 1; k < scores.length; k++) {
            if (scores[k] > scores[best]) {
                best = k;
            }
        }
        return best;
    }
}
