package dev.roilab.tensor.torch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.EngineConformance;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The whole conformance suite with the GPU's kernels, run on the host. */
class GpuKernelTest extends EngineConformance {
    @TempDir
    private static @Nullable Path folder;

    private static @Nullable HostLauncher launcher;

    @BeforeAll
    static void compile() {
        assumeTrue(HostLauncher.isPossible(), "skipped: no g++ to compile the GPU's kernels with");
        if (folder != null) {
            launcher = HostLauncher.compile(folder);
        }
    }

    @Override
    public Engine create(int threads) {
        HostLauncher made = launcher;
        if (made == null) {
            throw new IllegalStateException("the kernels are not compiled");
        }
        return TorchEngine.with(memory -> new GpuOperators(memory, made), threads);
    }
}
