package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.NonFiniteConformance;
import dev.roilab.tensor.Precision;

/** NaN and infinity where feature maps are stored in 16 bits. */
class Bfloat16NonFiniteTest implements NonFiniteConformance {
    @Override
    public Engine create(int threads) {
        Engine engine = CpuEngine.create(threads, Precision.BF16);
        assumeThat(engine.precision()).as("bf16 in this processor").isEqualTo(Precision.BF16);
        return engine;
    }
}
