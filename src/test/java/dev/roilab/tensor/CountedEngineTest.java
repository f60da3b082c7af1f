package dev.roilab.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedEngineTest {
    @Test
    void countsWhatASumOfProductsTakesAndComputesWhatTheOtherDoes() {
        Shape images = Shape.of(2, 6, 5, 5);
        Shape filters = Shape.of(4, 3, 3, 3);
        Shape matrix = Shape.of(7, 5);
        Shape rows = Shape.of(3, 5);
        var grouped = new Convolution(1, 1, Padding.of(1), 1, 1, 2);
        try (Engine plain = Engines.create("cpu", "cpu", 1);
                CountedEngine engine = new CountedEngine(Engines.create("cpu", "cpu", 1))) {
            float[] expected = convolved(plain, images, filters, grouped);
            assertThat(convolved(engine, images, filters, grouped)).containsExactly(expected);
            // 2 x 4 x 5 x 5 numbers, each a sum over 3 x 3 x 3.
            assertThat(engine.multiplyAdds()).isEqualTo(200L * 27);

            long before = engine.multiplyAdds();
            Tensor input = engine.tensor(Twins.random(3, rows), rows);
            Tensor weights = engine.tensor(Twins.random(4, matrix), matrix);
            engine.matrices().linear(input, weights, null, Activation.NONE);
            assertThat(engine.multiplyAdds() - before).isEqualTo(3L * 5 * 7);

            before = engine.multiplyAdds();
            engine.matrices().matmul(input, false, weights, true);
            assertThat(engine.multiplyAdds() - before).isEqualTo(3L * 5 * 7);
        }
    }

    private static float[] convolved(Engine engine, Shape images, Shape filters, Convolution convolution) {
        Tensor input = engine.tensor(Twins.random(1, images), images);
        Tensor weights = engine.tensor(Twins.random(2, filters), filters);
        return engine.convolutions()
                .convolution(input, weights, null, convolution, Activation.RELU)
                .toFloats();
    }
}
