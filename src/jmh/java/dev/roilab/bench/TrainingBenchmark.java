package dev.roilab.bench;

import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;

/** What a training step does beside the layers; 32 bits in every precision. */
@SuppressWarnings("NullAway.Init") // JMH prepares before it measures
public class TrainingBenchmark extends EngineBenchmark {
    /** VGG16's fc7. */
    private static final Shape WEIGHTS = Shape.of(4096, 4096);

    private static final int CLASSES = 21;
    private static final Shape SCORES = Shape.of(2000, CLASSES);
    private static final Shape LOGITS = Shape.of(128, CLASSES);
    private static final Shape OFFSETS = Shape.of(128, 4 * CLASSES);

    private Tensor weights;
    private Tensor gradient;
    private Tensor velocity;
    private Tensor scores;
    private Tensor logits;
    private Tensor offsets;
    private int[] labels;

    @Override
    void prepare() {
        weights = engine().zeros(WEIGHTS);
        gradient = engine().zeros(WEIGHTS);
        velocity = engine().zeros(WEIGHTS);
        scores = uniform(SCORES);
        logits = uniform(LOGITS);
        offsets = uniform(OFFSETS);
        labels = new SplittableRandom(2).ints(LOGITS.size(0), 0, CLASSES).toArray();
    }

    @Benchmark
    public void sgdStep() {
        engine().updates().sgdStep(weights, gradient, velocity, 1e-3, 0.9, 5e-4);
    }

    @Benchmark
    public void softmax() {
        try (Scope _ = engine().openScope()) {
            engine().losses().softmax(scores);
        }
    }

    @Benchmark
    public double softmaxLoss() {
        try (Scope _ = engine().openScope()) {
            return engine().losses().softmaxCrossEntropy(logits, labels, 1).loss();
        }
    }

    @Benchmark
    public double boxLoss() {
        try (Scope _ = engine().openScope()) {
            return engine().losses()
                    .regressionLoss(offsets, offsets, offsets, new RegressionLoss.SmoothL1(1))
                    .loss();
        }
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        return switch (kernel) {
            // Reads weights, gradient and velocity; writes weights and velocity.
            case "sgdStep" -> bytes("SGD step with momentum and decay", WEIGHTS, 5);
            case "softmax" -> bytes("softmax", SCORES, 2);
            case "softmaxLoss" -> bytes("softmax cross-entropy and its gradient", LOGITS, 2);
            // Reads predictions, targets and weights; writes the gradient.
            case "boxLoss" -> bytes("smooth L1 loss and its gradient", OFFSETS, 4);
            default -> throw unknown(kernel);
        };
    }

    private static Work bytes(String kernel, Shape shape, int tensors) {
        return Work.bytes(kernel, shape.toString(), (double) tensors * shape.elements(), Float.BYTES);
    }
}
