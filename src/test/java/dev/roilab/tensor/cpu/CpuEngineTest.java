package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.EngineConformance;
import dev.roilab.tensor.Precision;

/** In memory that is full of NaN, so that what is read before it was written shows. */
class CpuEngineTest extends EngineConformance {
    @Override
    public Engine create(int threads) {
        return CpuEngine.poisoned(threads, Precision.F32);
    }
}
