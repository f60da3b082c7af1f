package dev.roilab.tensor.torch;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.EngineProvider;
import dev.roilab.tensor.Precision;
import java.util.List;

/** Offers {@link TorchEngine} under the name {@code torch}. */
public final class TorchEngineProvider implements EngineProvider {
    @Override
    public String name() {
        return "torch";
    }

    @Override
    public List<String> devices() {
        return TorchLibrary.instance().devices();
    }

    @Override
    public boolean computesIn(String device, Precision precision) {
        return precision != Precision.TF32 || device.startsWith("cuda");
    }

    @Override
    public Engine create(String device, int threads, Precision precision) {
        return TorchEngine.create(device, threads, precision);
    }

    @Override
    public List<String> description() {
        return TorchLibrary.instance().description();
    }
}
