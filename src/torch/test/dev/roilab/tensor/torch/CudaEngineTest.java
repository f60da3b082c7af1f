package dev.roilab.tensor.torch;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.EngineConformance;
import dev.roilab.tensor.Engines;
import org.junit.jupiter.api.Tag;

/** The conformance suite on a GPU; {@code bench/gpu/run} runs it where there is one. */
@Tag("gpu")
class CudaEngineTest extends EngineConformance {
    @Override
    public Engine create(int threads) {
        return Engines.create("torch", "cuda:0", threads);
    }

    /** cuDNN transforms kernels of 7 x 7. */
    @Override
    public double lostToTransforms() {
        return 1e-3;
    }
}
