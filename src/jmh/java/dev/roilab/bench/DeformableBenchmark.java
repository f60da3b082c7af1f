package dev.roilab.bench;

import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/** Deformable sampling with a mask; the product that makes it a convolution is measured elsewhere. */
@SuppressWarnings("NullAway.Init") // JMH prepares before it measures
public class DeformableBenchmark extends PreciseBenchmark {
    private static final Shape MAP = Shape.of(1, 256, 38, 50);
    private static final DeformableSampling SAMPLING = new DeformableSampling(3, 3, Convolution.of(1, 1), 1);

    private Tensor input;
    private Tensor offsets;
    private Tensor mask;
    private Tensor columnGradient;

    @Override
    void prepare() {
        input = map(MAP);
        offsets = uniform(SAMPLING.offsets(MAP));
        mask = uniform(SAMPLING.mask(MAP));
        try (Scope scope = engine().openScope()) {
            columnGradient = scope.keep(engine().sampling().deformableSample(input, offsets, mask, SAMPLING));
        }
    }

    @Benchmark
    public void deformableSample() {
        try (Scope _ = engine().openScope()) {
            engine().sampling().deformableSample(input, offsets, mask, SAMPLING);
        }
    }

    @Benchmark
    public void deformableInputGradient() {
        try (Scope _ = engine().openScope()) {
            engine().sampling().deformableInputGradient(columnGradient, offsets, mask, MAP, SAMPLING);
        }
    }

    @Benchmark
    public void deformableOffsetGradients() {
        try (Scope _ = engine().openScope()) {
            engine().sampling().deformableOffsetGradients(columnGradient, input, offsets, mask, SAMPLING);
        }
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        double map = MAP.elements();
        double columns = SAMPLING.columns(MAP).elements();
        String name = "deformable sampling 3 x 3";
        int bytes = bytes(parameters);
        return switch (kernel) {
            case "deformableSample" -> Work.bytes(name, MAP.toString(), map + columns, bytes);
            case "deformableInputGradient" ->
                Work.bytes(name + ", gradient of its input", MAP.toString(), map + columns, bytes);
            case "deformableOffsetGradients" ->
                Work.bytes(name + ", gradients of offsets and mask", MAP.toString(), map + columns, bytes);
            default -> throw unknown(kernel);
        };
    }
}
