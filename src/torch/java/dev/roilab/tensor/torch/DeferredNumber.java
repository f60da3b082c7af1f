package dev.roilab.tensor.torch;

import dev.roilab.tensor.Shape;
import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.Tensor;

/** A number that the device may still be computing. It is copied to the host when first asked for. */
final class DeferredNumber implements DoubleSupplier {
    private final TorchMemory memory;
    private final TorchTensor source;
    private boolean known;
    private double number;

    /**
     * Inside {@link Native#call}.
     *
     * @param value a single number
     */
    DeferredNumber(TorchMemory memory, Tensor value) {
        this.memory = memory;
        this.source = memory.adopt(Shape.of(1), value.view(1));
    }

    @Override
    public double getAsDouble() {
        if (!known) {
            number = memory.calls().call(() -> source.value().item_double());
            known = true;
            source.release();
        }
        return number;
    }
}
