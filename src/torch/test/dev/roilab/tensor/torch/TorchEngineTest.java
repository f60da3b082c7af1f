package dev.roilab.tensor.torch;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.EngineConformance;
import dev.roilab.tensor.Precision;

class TorchEngineTest extends EngineConformance {
    @Override
    public Engine create(int threads) {
        return TorchEngine.create("cpu", threads, Precision.F32);
    }
}
