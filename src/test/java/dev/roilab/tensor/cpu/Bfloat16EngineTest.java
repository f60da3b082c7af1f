package dev.roilab.tensor.cpu;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.NonFiniteConformance;
import dev.roilab.tensor.NonFinitePoolingConformance;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.RowsConformance;
import dev.roilab.tensor.SmallMapConformance;
import dev.roilab.tensor.StoredMapConformance;

/** What of the conformance suite is exact where feature maps are stored in 16 bits, in memory that is full of NaN. */
class Bfloat16EngineTest
        implements NonFiniteConformance,
                NonFinitePoolingConformance,
                SmallMapConformance,
                StoredMapConformance,
                RowsConformance {
    @Override
    public Engine create(int threads) {
        Engine engine = CpuEngine.poisoned(threads, Precision.BF16);
        assumeThat(engine.precision()).as("bf16 in this processor").isEqualTo(Precision.BF16);
        return engine;
    }
}
