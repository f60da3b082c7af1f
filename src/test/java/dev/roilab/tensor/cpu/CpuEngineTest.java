package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.EngineConformance;

class CpuEngineTest extends EngineConformance {
    @Override
    public Engine create(int threads) {
        return CpuEngine.create(threads);
    }
}
