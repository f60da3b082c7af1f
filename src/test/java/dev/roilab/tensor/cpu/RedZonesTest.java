package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is written outside the memory that was asked for: by the operations on few channels, of both precisions. */
class RedZonesTest {
    @ParameterizedTest
    @ValueSource(longs = {-RedZones.MARGIN, -1, 100, 127, 128, 127 + RedZones.MARGIN})
    void aWriteOutsideIsFoundOut(long at) {
        try (var pool = BufferPool.poisoned(1 << 20)) {
            Block block = pool.acquire(100);
            block.withMargins().set(ValueLayout.JAVA_BYTE, RedZones.MARGIN + at, (byte) 1);
            assertThatThrownBy(() -> pool.giveBack(block))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("something was written at byte " + at + " of native memory of 100 bytes: outside it");
        }
    }

    @Test
    void aWriteInsideIsNone() {
        try (var pool = BufferPool.poisoned(1 << 20)) {
            Block block = pool.acquire(100);
            block.memory().asSlice(0, 100).fill((byte) 1);
            assertThatCode(() -> pool.giveBack(block)).doesNotThrowAnyException();
        }
    }

    /** Kernels take channels in vectors of 16. */
    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"F32", "BF16"})
    void convolutionsOfFewChannelsStayWithinTheirMemory(Precision precision) {
        assumeTrue(InstructionSets.have(precision), "skipped: no " + precision + " in this processor");
        try (Engine engine = CpuEngine.poisoned(2, precision)) {
            for (int inputs : new int[] {3, 8, 12, 16, 24}) {
                for (int outputs : new int[] {8, 15, 16}) {
                    for (int side : new int[] {1, 3}) {
                        for (int stride : new int[] {1, 2}) {
                            requireWithin(
                                    engine, Shape.of(1, inputs, 48, 48), Shape.of(outputs, inputs, side, side), stride);
                            requireWithin(
                                    engine, Shape.of(4, inputs, 16, 16), Shape.of(outputs, inputs, side, side), stride);
                        }
                    }
                }
            }
        }
    }

    private static void requireWithin(Engine engine, Shape map, Shape weights, int stride) {
        var how = Convolution.of(stride, weights.size(2) / 2);
        try (Scope _ = engine.openScope()) {
            Tensor input = whole(engine, map);
            Tensor kernel = whole(engine, weights);
            Tensor output = engine.convolutions().convolution(input, kernel, null, how, Activation.NONE);
            engine.convolutions().convolutionInputGradient(output, kernel, map, how);
            Tensor upstream = whole(engine, output.shape());
            float[] gradient = engine.convolutions()
                    .convolutionParameterGradients(input, upstream, weights, how, false)
                    .weights()
                    .toFloats();
            int taps = weights.size(2) * weights.size(3);
            for (int pair = 0; pair < weights.size(0) * weights.size(1); pair++) {
                assertThat(gradient[pair * taps + taps / 2])
                        .as("%s of %s by %d: gradient of channels %d", weights, map, stride, pair)
                        .isEqualTo(gradientOfMiddle(input, upstream, stride, pair));
            }
        }
    }

    /** At the tap that meets each output's own cell. */
    private static float gradientOfMiddle(Tensor input, Tensor upstream, int stride, int pair) {
        Shape map = input.shape();
        Shape output = upstream.shape();
        float sum = 0;
        for (int image = 0; image < map.size(0); image++) {
            for (int y = 0; y < output.size(2); y++) {
                for (int x = 0; x < output.size(3); x++) {
                    sum += number(map, image, pair % map.size(1), y * stride, x * stride)
                            * number(output, image, pair / map.size(1), y, x);
                }
            }
        }
        return sum;
    }

    /** Small whole numbers, so that sums are exact in both precisions. */
    private static float number(Shape shape, int image, int channel, int y, int x) {
        return number(((image * shape.size(1) + channel) * shape.size(2) + y) * shape.size(3) + x);
    }

    private static float number(int index) {
        return index % 7 - 2f;
    }

    private static Tensor whole(Engine engine, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int index = 0; index < values.length; index++) {
            values[index] = number(index);
        }
        return engine.tensor(values, shape);
    }
}
