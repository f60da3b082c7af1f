package dev.roilab.rpn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network that slides over a backbone's maps and says of every anchor how likely it is an object and where that is:
 * a 3 x 3 convolution with a ReLU and two sibling 1 x 1 ones. Faster R-CNN (arXiv:1506.01497), section 3.1; one logit
 * an anchor instead of two, as a footnote of section 3.1.1 allows.
 */
public final class RegionProposalNetwork {
    /** Section 3.1.3: new layers start from a zero-mean Gaussian of this deviation. */
    private static final double DEVIATION = 0.01;

    private final Conv2d hidden;
    private final Conv2d scores;
    private final Conv2d offsets;

    /**
     * A network with fresh weights, of the names that torchvision gives them after its prefix.
     *
     * @param inputs channels of every map
     * @param channels of the 3 x 3 convolution
     * @param anchors of a cell
     */
    public RegionProposalNetwork(ParameterFactory factory, int inputs, int channels, int anchors) {
        this.hidden = convolution(factory.in("conv"), Shape.of(channels, inputs, 3, 3), Activation.RELU);
        this.scores = convolution(factory.in("cls_logits"), Shape.of(anchors, channels, 1, 1), Activation.NONE);
        this.offsets = convolution(factory.in("bbox_pred"), Shape.of(4 * anchors, channels, 1, 1), Activation.NONE);
    }

    private static Conv2d convolution(ParameterFactory factory, Shape kernel, Activation activation) {
        return Conv2d.withBias(
                factory, kernel, Convolution.of(1, kernel.size(2) / 2), activation, Initializer.normal(DEVIATION));
    }

    /**
     * What it says of the anchors of one map: N images, A anchors a cell.
     *
     * @param logits of each anchor's being an object, [N, A, H, W]
     * @param offsets to the object, [N, 4 * A, H, W], the four of an anchor one after the other
     */
    public record Outputs(Variable logits, Variable offsets) {
        /** A copy on the host; waits for the device. */
        public RpnOutputs.Map read() {
            return new RpnOutputs.Map(logits.value().toFloats(), offsets.value().toFloats());
        }
    }

    /** One forward pass over maps, each [N, C, H, W], with the same weights over all of them. */
    public List<Outputs> forward(Tape tape, List<Variable> maps) {
        return maps.stream()
                .map(map -> hidden.forward(tape, map))
                .map(seen -> new Outputs(scores.forward(tape, seen), offsets.forward(tape, seen)))
                .toList();
    }

    /** In the order of the forward pass. */
    public List<Parameter> parameters() {
        return Stream.of(hidden, scores, offsets)
                .flatMap(layer -> layer.parameters().stream())
                .toList();
    }
}
