package dev.roilab.bench;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * VGG16's fc6 and fc7 whole and truncated as in Fast R-CNN (arXiv:1504.08083), figure 2: 25088 x 4096 to rank 1024,
 * 4096 x 4096 to rank 256. Arguments: threads, repetitions, regions.
 */
public final class TruncatedSvdBench {
    private static final int POOLED = 25088;
    private static final int WIDTH = 4096;

    private TruncatedSvdBench() {}

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        int threads = Integer.parseInt(arguments[0]);
        int regions = Integer.parseInt(arguments[2]);
        try (Engine engine = Engines.create("cpu", "cpu", threads)) {
            interleave(out, engine, Integer.parseInt(arguments[1]), regions);
        }
        for (boolean truncated : new boolean[] {false, true}) {
            try (Engine engine = Engines.create("cpu", "cpu", threads)) {
                var arm = truncated ? truncated(engine) : whole(engine);
                arm.run(engine, regions);
                out.printf(
                        Locale.ROOT,
                        "%s: peak %d MB%n",
                        truncated ? "truncated" : "whole",
                        engine.memory().peakBytes() >> 20);
            }
        }
    }

    /** Milliseconds of each arm, taken in turns. */
    private static void interleave(PrintStream out, Engine engine, int repetitions, int regions) {
        Arm whole = whole(engine);
        Arm truncated = truncated(engine);
        List<double[]> laps = new ArrayList<>();
        for (int repetition = -2; repetition < repetitions; repetition++) {
            double[] before = whole.run(engine, regions);
            double[] after = truncated.run(engine, regions);
            if (repetition >= 0) {
                laps.add(new double[] {before[0], before[1], after[0], after[1]});
            }
        }
        double[] median = new double[4];
        for (int column = 0; column < median.length; column++) {
            int c = column;
            median[c] = laps.stream().mapToDouble(lap -> lap[c]).sorted().toArray()[laps.size() / 2];
        }
        out.printf(
                Locale.ROOT,
                "%d regions: fc6 %.1f -> %.1f ms (%.2fx), fc7 %.1f -> %.1f ms (%.2fx), both %.2fx%n",
                regions,
                median[0],
                median[2],
                median[0] / median[2],
                median[1],
                median[3],
                median[1] / median[3],
                (median[0] + median[1]) / (median[2] + median[3]));
    }

    /** fc6 and fc7. */
    private record Arm(Layer fc6, Layer fc7) {
        /** Milliseconds of the two. */
        double[] run(Engine engine, int regions) {
            try (Scope _ = engine.openScope()) {
                float[] ones = new float[regions * POOLED];
                java.util.Arrays.fill(ones, 0.5f);
                Tensor pooled = engine.tensor(ones, Shape.of(regions, POOLED));
                Tape tape = Tape.inference(engine);
                long start = System.nanoTime();
                Variable hidden = fc6.forward(tape, tape.constant(pooled));
                long middle = System.nanoTime();
                fc7.forward(tape, hidden);
                return new double[] {(middle - start) / 1e6, (System.nanoTime() - middle) / 1e6};
            }
        }
    }

    private static Arm whole(Engine engine) {
        return new Arm(layer(engine, "fc6", POOLED, true), layer(engine, "fc7", WIDTH, true));
    }

    private static Arm truncated(Engine engine) {
        return new Arm(pair(engine, "fc6", POOLED, 1024), pair(engine, "fc7", WIDTH, 256));
    }

    private static Layer layer(Engine engine, String name, int inputs, boolean bias) {
        return linear(engine, name, Shape.of(WIDTH, inputs), bias);
    }

    private static Layer pair(Engine engine, String name, int inputs, int rank) {
        return Sequential.of(
                linear(engine, name + ".inner", Shape.of(rank, inputs), false),
                linear(engine, name + ".outer", Shape.of(WIDTH, rank), true));
    }

    private static Linear linear(Engine engine, String name, Shape shape, boolean bias) {
        var factory = ParameterFactory.of(engine, new RandomStreams(1)).in(name);
        return new Linear(
                factory.weight("weight", shape, Initializer.constant(1e-3)),
                bias
                        ? Optional.of(factory.undecayed("bias", Shape.of(shape.size(0)), Initializer.zeros()))
                        : Optional.empty(),
                bias ? Activation.RELU : Activation.NONE);
    }
}
