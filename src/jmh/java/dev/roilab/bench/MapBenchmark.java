package dev.roilab.bench;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.NormalizationOperations.Normalized;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;

/** Layers that move numbers of a feature map more than they compute with them. */
@SuppressWarnings("NullAway.Init") // JMH prepares before it measures
public class MapBenchmark extends PreciseBenchmark {
    /** A residual network's first pooling, of 2 images of 400 x 512 pixels. */
    private static final Shape POOLED = Shape.of(2, 64, 200, 256);

    private static final Pooling WINDOW = Pooling.of(3, 2, 1);
    private static final Shape MAP = Shape.of(2, 64, 100, 128);
    private static final double EPSILON = 1e-5;

    private Tensor unpooled;
    private Tensor input;
    private Tensor scale;
    private Tensor poolGradient;
    private Tensor winners;
    private Normalized normalized;

    @Override
    void prepare() {
        unpooled = map(POOLED);
        input = map(MAP);
        scale = uniform(Shape.of(MAP.size(1)));
        poolGradient = map(WINDOW.outputShape(POOLED));
        winners = Objects.requireNonNull(
                engine().pooling().maxPool(unpooled, WINDOW).switches());
        normalized = engine().normalization().batchNorm(input, scale, scale, EPSILON, Activation.RELU);
    }

    @Benchmark
    public void maxPool() {
        try (Scope _ = engine().openScope()) {
            engine().pooling().maxPool(unpooled, WINDOW);
        }
    }

    @Benchmark
    public void maxPoolGradient() {
        try (Scope _ = engine().openScope()) {
            engine().pooling().maxPoolGradient(poolGradient, winners, POOLED, WINDOW);
        }
    }

    @Benchmark
    public void maxUnpool() {
        try (Scope _ = engine().openScope()) {
            engine().pooling().maxUnpool(poolGradient, winners, POOLED, WINDOW);
        }
    }

    @Benchmark
    public void maxUnpoolGradient() {
        try (Scope _ = engine().openScope()) {
            engine().pooling().maxUnpoolGradient(unpooled, winners, WINDOW);
        }
    }

    @Benchmark
    public void batchNorm() {
        try (Scope _ = engine().openScope()) {
            engine().normalization().batchNorm(input, scale, scale, EPSILON, Activation.RELU);
        }
    }

    @Benchmark
    public void batchNormGradient() {
        try (Scope _ = engine().openScope()) {
            engine().normalization().batchNormGradient(input, input, scale, normalized, EPSILON, Activation.RELU);
        }
    }

    @Benchmark
    public void scaleShift() {
        try (Scope _ = engine().openScope()) {
            engine().elementwise().scaleShift(input, scale, scale, Activation.RELU);
        }
    }

    @Benchmark
    public void add() {
        try (Scope _ = engine().openScope()) {
            engine().elementwise().add(input, input, Activation.RELU);
        }
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        int bytes = bytes(parameters);
        double map = MAP.elements();
        // One input and one output; the record of winners is the engine's own affair.
        double pooling = (double) POOLED.elements() + WINDOW.outputShape(POOLED).elements();
        return switch (kernel) {
            case "maxPool" -> Work.bytes("max pooling 3 x 3, stride 2", POOLED.toString(), pooling, bytes);
            case "maxPoolGradient" ->
                Work.bytes("max pooling 3 x 3, stride 2, gradient", POOLED.toString(), pooling, bytes);
            case "maxUnpool" -> Work.bytes("max-unpooling 3 x 3, stride 2", POOLED.toString(), pooling, bytes);
            case "maxUnpoolGradient" ->
                Work.bytes("max-unpooling 3 x 3, stride 2, gradient", POOLED.toString(), pooling, bytes);
            case "batchNorm" -> Work.bytes("batch normalisation and ReLU", MAP.toString(), 2 * map, bytes);
            case "batchNormGradient" ->
                Work.bytes("batch normalisation and ReLU, gradients", MAP.toString(), 3 * map, bytes);
            case "scaleShift" -> Work.bytes("frozen batch normalisation and ReLU", MAP.toString(), 2 * map, bytes);
            case "add" -> Work.bytes("addition and ReLU", MAP.toString(), 2 * map, bytes);
            default -> throw unknown(kernel);
        };
    }
}
