package dev.roilab.tensor.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
        assumeTrue(InstructionSets.have(Precision.BF16), "skipped: no bf16 in this processor");
        return CpuEngine.poisoned(threads, Precision.BF16);
    }
}
