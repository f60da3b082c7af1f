package dev.roilab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

interface DeterminismConformance extends EngineSubject {
    @Test
    default void theSameWorkTwiceGivesTheSameBits() {
        assertSame(everything(2), everything(2));
        assertSame(everything(1), everything(1));
    }

    @Test
    default void fixedOrderOperationsDoNotDependOnTheThreadCount() {
        assertSame(fixedOrder(1), fixedOrder(2));
        assertSame(fixedOrder(2), fixedOrder(3));
    }

    private static void assertSame(List<float[]> first, List<float[]> second) {
        assertThat(first).hasSameSizeAs(second);
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.get(i)).as("result %d", i).isEqualTo(second.get(i));
        }
    }

    private List<float[]> everything(int threads) {
        List<float[]> results = new ArrayList<>();
        try (Engine engine = create(threads)) {
            var how = Convolution.of(1, 1);
            Tensor input = random(engine, 1, 3, 17, 23, 29);
            Tensor weights = random(engine, 2, 33, 17, 3, 3);
            Tensor output = engine.convolutions().convolution(input, weights, null, how, Activation.RELU);
            results.add(output.toFloats());
            results.add(engine.convolutions()
                    .convolutionInputGradient(output, weights, input.shape(), how)
                    .toFloats());
            var gradients =
                    engine.convolutions().convolutionParameterGradients(input, output, weights.shape(), how, true);
            results.add(gradients.weights().toFloats());
            results.add(Objects.requireNonNull(gradients.bias()).toFloats());
            var normalized = engine.normalization()
                    .batchNorm(input, random(engine, 3, 17), random(engine, 4, 17), 1e-5, Activation.NONE);
            results.add(normalized.values().toFloats());
            var ofNorm = engine.normalization()
                    .batchNormGradient(input, input, random(engine, 3, 17), normalized, 1e-5, Activation.NONE);
            results.add(ofNorm.input().toFloats());
            results.add(ofNorm.scale().toFloats());
            results.add(engine.matrices()
                    .matmul(random(engine, 5, 70, 900), true, random(engine, 6, 70, 50), false)
                    .toFloats());
        }
        return results;
    }

    private List<float[]> fixedOrder(int threads) {
        List<float[]> results = new ArrayList<>();
        try (Engine engine = create(threads)) {
            Tensor input = random(engine, 1, 3, 17, 23, 29);
            var pooling = Pooling.of(3, 2, 1);
            var pooled = engine.pooling().maxPool(input, pooling);
            results.add(pooled.values().toFloats());
            results.add(engine.pooling()
                    .maxPoolGradient(pooled.values(), Objects.requireNonNull(pooled.switches()), input.shape(), pooling)
                    .toFloats());
            Tensor rows = random(engine, 2, 300, 700);
            results.add(Objects.requireNonNull(engine.matrices()
                            .linearParameterGradients(rows, rows, true)
                            .bias())
                    .toFloats());
            results.add(engine.losses().softmax(rows).toFloats());
            var binary = engine.losses().binaryCrossEntropy(rows, random(engine, 3, 300, 700), rows);
            results.add(new float[] {(float) binary.loss()});
            results.add(binary.gradient().toFloats());
            results.add(engine.elementwise().multiply(rows, 1 / 3d).toFloats());
            Tensor velocity = engine.zeros(rows.shape());
            engine.updates().sgdStep(rows, engine.losses().softmax(rows), velocity, 0.1, 0.9, 0.001);
            results.add(rows.toFloats());
            results.add(velocity.toFloats());
        }
        return results;
    }
}
