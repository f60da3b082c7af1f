package dev.roilab.bench;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** A linear layer with bias; the square one is the yardstick of arithmetic. Weights have their precision beforehand. */
@SuppressWarnings("NullAway.Init") // JMH prepares before it measures
public class LinearBenchmark extends PreciseBenchmark {
    static final String LAYER = "linear";

    /** Rows x inputs x outputs: small heads in training and testing, VGG16's fc6 in training. */
    @Param({"1024x1024x1024", "128x12544x512", "2000x12544x512", "128x25088x4096"})
    public String layer;

    private Tensor input;
    private Tensor gradient;
    private Tensor weights;
    private Tensor bias;

    @Override
    void prepare() {
        Shape sizes = shape(layer);
        input = uniform(Shape.of(sizes.size(0), sizes.size(1)));
        gradient = uniform(Shape.of(sizes.size(0), sizes.size(2)));
        weights = uniform(Shape.of(sizes.size(2), sizes.size(1)));
        bias = uniform(Shape.of(sizes.size(2)));
    }

    @Benchmark
    public void forward() {
        try (Scope _ = engine().openScope()) {
            engine().matrices().linear(input, weights, bias, Activation.NONE);
        }
    }

    @Benchmark
    public void inputGradient() {
        try (Scope _ = engine().openScope()) {
            engine().matrices().linearInputGradient(gradient, weights);
        }
    }

    @Benchmark
    public void parameterGradients() {
        try (Scope _ = engine().openScope()) {
            engine().matrices().linearParameterGradients(input, gradient, true);
        }
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        Shape sizes = shape(parameter(parameters, "layer"));
        String size = sizes.size(0) + " rows, " + sizes.size(1) + " to " + sizes.size(2);
        return new Work(LAYER + pass(kernel), size, 2.0 * sizes.elements(), Work.Unit.FLOP);
    }
}
