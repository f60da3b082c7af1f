package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.EngineProvider;
import dev.roilab.tensor.Precision;
import java.util.List;

/** Offers {@link CpuEngine} under the name {@code cpu}. */
public final class CpuEngineProvider implements EngineProvider {
    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public List<String> devices() {
        return List.of("cpu");
    }

    @Override
    public boolean computesIn(String device, Precision precision) {
        return InstructionSets.have(precision);
    }

    @Override
    public Engine create(String device, int threads, Precision precision) {
        return CpuEngine.create(threads, precision);
    }
}
