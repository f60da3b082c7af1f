package dev.roilab.bench;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** A 3 x 3 convolution with bias, as many channels out as in. */
@SuppressWarnings("NullAway.Init") // JMH prepares before it measures
public class ConvolutionBenchmark extends PreciseBenchmark {
    private static final int KERNEL = 3;
    private static final Convolution SAME = Convolution.of(1, 1);

    /** N x C x H x W. */
    @Param({"1x64x150x200", "1x256x38x50", "8x64x32x32"})
    public String map;

    private Shape shape;
    private Shape kernel;
    private Tensor input;
    private Tensor gradient;
    private Tensor weights;
    private Tensor bias;

    @Override
    void prepare() {
        shape = shape(map);
        kernel = Shape.of(shape.size(1), shape.size(1), KERNEL, KERNEL);
        input = map(shape);
        gradient = map(shape);
        weights = uniform(kernel);
        bias = uniform(Shape.of(shape.size(1)));
    }

    @Benchmark
    public void forward() {
        try (Scope _ = engine().openScope()) {
            engine().convolutions().convolution(input, weights, bias, SAME, Activation.NONE);
        }
    }

    @Benchmark
    public void inputGradient() {
        try (Scope _ = engine().openScope()) {
            engine().convolutions().convolutionInputGradient(gradient, weights, shape, SAME);
        }
    }

    @Benchmark
    public void parameterGradients() {
        try (Scope _ = engine().openScope()) {
            engine().convolutions().convolutionParameterGradients(input, gradient, kernel, SAME, true);
        }
    }

    @Override
    public Work work(String kernelName, Map<String, String> parameters) {
        Shape maps = shape(parameter(parameters, "map"));
        double operations = 2.0 * maps.elements() * maps.size(1) * KERNEL * KERNEL;
        return new Work("convolution 3 x 3" + pass(kernelName), maps.toString(), operations, Work.Unit.FLOP);
    }
}
