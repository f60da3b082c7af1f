package dev.roilab.tensor.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The GPU's pooling in 16 bits, run on the host, which the conformance suite does not reach. */
class GpuPoolingTest {
    private static final Shape MAP = Shape.of(2, 5, 9, 7);
    private static final Pooling WINDOW = Pooling.of(3, 2, 1);

    @TempDir
    private static @Nullable Path folder;

    private static @Nullable HostLauncher launcher;

    @BeforeAll
    static void compile() {
        assumeTrue(HostLauncher.isPossible(), "skipped: no g++ to compile the GPU's kernels with");
        launcher = HostLauncher.compile(Objects.requireNonNull(folder));
    }

    @Test
    void sixteenBitsGiveWhatThirtyTwoGive() {
        assertThat(everything(ScalarType.BFloat16)).usingRecursiveComparison().isEqualTo(everything(ScalarType.Float));
    }

    /** On whole numbers small enough for 8 bits of significand, sums included. */
    private static List<float[]> everything(ScalarType type) {
        try (var memory = new TorchMemory(new Native(1, Precision.F32), "cpu")) {
            var pooling = new GpuPooling(memory, Objects.requireNonNull(launcher));
            TorchTensor input = integers(memory, 1, MAP, type);
            Pooled pooled = pooling.maxPool(input, WINDOW);
            TorchTensor values = TorchMemory.own(pooled.values());
            TorchTensor switches = TorchMemory.own(Objects.requireNonNull(pooled.switches()));
            TorchTensor upstream = integers(memory, 2, values.shape(), type);
            List<TorchTensor> results = List.of(
                    values,
                    pooling.maxPoolGradient(upstream, switches, MAP, WINDOW),
                    pooling.maxUnpool(upstream, switches, MAP, WINDOW),
                    pooling.maxUnpoolGradient(input, switches, WINDOW));
            assertThat(results)
                    .allSatisfy(result ->
                            assertThat(result.value().scalar_type().intern()).isEqualTo(type));
            return results.stream().map(TorchTensor::toFloats).toList();
        }
    }

    private static TorchTensor integers(TorchMemory memory, long seed, Shape shape, ScalarType type) {
        var random = new SplittableRandom(seed);
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(-20, 20);
        }
        TorchTensor wide = memory.copyOf(values, shape);
        return memory.make(shape, () -> wide.value().to(type));
    }
}
