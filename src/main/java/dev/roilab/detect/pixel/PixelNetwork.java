package dev.roilab.detect.pixel;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImageBatch;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.List;

/** A network that scores every class at every pixel of whole pictures. */
public interface PixelNetwork {
    /**
     * [N, K, H, W] of N pictures, K classes.
     *
     * @param pixels [N, 3, H, W], of whose sides {@link #stride} is a divisor
     */
    Variable logits(Tape tape, Variable pixels, Stages stages);

    /** The same of a batch that is on the host. */
    default Variable logits(Tape tape, ImageBatch images, Stages stages) {
        Engine engine = tape.engine();
        Shape shape = Shape.of(images.count(), 3, images.height(), images.width());
        Tensor pixels = stages.stage("copies", () -> engine.tensor(images.values(), shape));
        return logits(tape, tape.constant(pixels), stages);
    }

    /** Pixels for a cell of the smallest map. */
    int stride();

    /** In the order of the forward pass. */
    List<Parameter> parameters();

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers();
}
