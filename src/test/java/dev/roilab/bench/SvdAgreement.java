package dev.roilab.bench;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.compress.Svd;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.Sequential;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Both factorizations of one layer of any size, such as VGG16's fc6: how long they take, how far their leading singular
 * values are apart, and what the pair of layers of full rank changes of the layer's output. Arguments: outputs, inputs,
 * rank, and the power with which the singular values fall.
 */
public final class SvdAgreement {
    private static final int REGIONS = 64;
    private static final double AGREEMENT = 1e-3;

    private SvdAgreement() {}

    public static void main(String[] arguments) {
        int rank = Integer.parseInt(arguments[2]);
        PrintStream out = System.out;
        var random = new SplittableRandom(1);
        int outputs = Integer.parseInt(arguments[0]);
        INDArray weights = layer(outputs, Integer.parseInt(arguments[1]), spectrum(outputs, arguments[3]), random);
        long start = System.nanoTime();
        Svd exact = Svd.exact(weights);
        long middle = System.nanoTime();
        Svd randomized = Svd.randomized(weights, rank, random);
        long end = System.nanoTime();
        out.printf(
                Locale.ROOT,
                "%d x %d: exact %.0f s, randomized rank %d %.0f s%n",
                weights.columns(),
                weights.rows(),
                (middle - start) / 1e9,
                rank,
                (end - middle) / 1e9);
        agreement(out, exact, randomized);
        fullRank(out, weights, exact.truncated(exact.singularValues().size()));
    }

    /** Falling factors of directions that are drawn at random; a trained layer's singular values fall so as well. */
    private static float[] spectrum(int count, String power) {
        float[] falling = new float[count];
        for (int i = 0; i < count; i++) {
            falling[i] = (float) Math.pow(i + 1, -Double.parseDouble(power));
        }
        return falling;
    }

    /** Entries as large as He's initialisation makes them. */
    private static INDArray layer(int outputs, int inputs, float[] falling, SplittableRandom random) {
        INDArray product = gaussian(outputs, outputs, random)
                .mulRowVector(Nd4j.createFromArray(falling))
                .mmul(gaussian(outputs, inputs, random));
        double norm = product.castTo(DataType.DOUBLE).norm2Number().doubleValue();
        return product.mul(Math.sqrt(2.0 * outputs) / norm);
    }

    private static INDArray gaussian(int rows, int columns, SplittableRandom random) {
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Nd4j.create(values, new long[] {rows, columns}, 'c');
    }

    private static void agreement(PrintStream out, Svd exact, Svd randomized) {
        List<Double> found = randomized.singularValues();
        int agreeing = 0;
        double worst = 0;
        for (int i = 0; i < found.size(); i++) {
            double expected = exact.singularValues().get(i);
            double difference = Math.abs(found.get(i) - expected) / expected;
            agreeing += agreeing == i && difference < AGREEMENT ? 1 : 0;
            worst = Math.max(worst, difference);
        }
        out.printf(
                Locale.ROOT,
                "the first %d of %d singular values agree to %.0e, all of them to %.1e%n",
                agreeing,
                found.size(),
                AGREEMENT,
                worst);
    }

    private static void fullRank(PrintStream out, INDArray weights, Svd.Factors factors) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            float[] before = outputs(engine, linear(engine, weights));
            float[] after =
                    outputs(engine, Sequential.of(linear(engine, factors.inner()), linear(engine, factors.outer())));
            double largest = 0;
            double worst = 0;
            for (int i = 0; i < before.length; i++) {
                largest = Math.max(largest, Math.abs(before[i]));
                worst = Math.max(worst, Math.abs((double) after[i] - before[i]));
            }
            out.printf(
                    Locale.ROOT,
                    "full rank: outputs up to %.2f change by at most %.1e, over %d regions%n",
                    largest,
                    worst,
                    REGIONS);
        }
    }

    private static Layer linear(Engine engine, INDArray weights) {
        return new Linear(new Parameter("weight", engine.tensor(weights), 1, 1), Optional.empty(), Activation.NONE);
    }

    /** Inputs are what a rectified layer below gives: half of them 0. */
    private static float[] outputs(Engine engine, Layer layer) {
        int inputs = layer.parameters().getFirst().shape().size(1);
        var random = new SplittableRandom(2);
        float[] values = new float[REGIONS * inputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(0, random.nextGaussian());
        }
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.inference(engine);
            return layer.forward(tape, tape.constant(engine.tensor(values, Shape.of(REGIONS, inputs))))
                    .value()
                    .toFloats();
        }
    }
}
