package dev.roilab.testing;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.detect.pixel.PixelNetwork;
import dev.roilab.nn.Layer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.List;

/**
 * A network of pixels on pictures that stay the same, as a layer of which some parameters are checked.
 *
 * @param pixels [N, 3, H, W]
 * @param checked parameters; the first is the layer's input as well
 */
public record PixelLayer(PixelNetwork network, Tensor pixels, List<Parameter> checked) implements Layer {
    public PixelLayer {
        checked = List.copyOf(checked);
    }

    /** Checks the gradients of the parameters. */
    public void check(Engine engine) {
        GradientCheck.check(engine, this, checked.getFirst());
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        return network.logits(tape, tape.constant(pixels), Stages.UNTIMED);
    }

    @Override
    public List<Parameter> parameters() {
        return checked.subList(1, checked.size());
    }
}
