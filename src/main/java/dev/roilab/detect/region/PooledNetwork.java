package dev.roilab.detect.region;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.nn.Flatten;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.roi.RegionOperator;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions over images of any size, a region operator over any window of their maps, fully connected layers: SPPnet
 * (arXiv:1406.4729), section 2. With the whole image as the window it classifies images, which is how backbones are
 * pretrained. Shapes: N images, R windows, D numbers of the pooled cells.
 */
public final class PooledNetwork implements RegionNetwork {
    private final Backbone backbone;
    private final RegionOperator pyramid;
    private final RegionClassifier head;

    /** A network with fresh weights, or the backbone's from its file; {@code outputs} are the classifier's. */
    public PooledNetwork(
            Engine engine,
            BackboneSettings backbone,
            RoiLayer pyramid,
            HeadSettings.Fc head,
            int outputs,
            RandomStreams random) {
        this.backbone = Backbones.create(backbone, engine, random);
        this.pyramid = RegionOperator.of(pyramid, this.backbone.stride());
        int pooled = this.backbone.channels() * pyramid.cells();
        this.head = new RegionClassifier(ParameterFactory.of(engine, random).in("head"), pooled, head, outputs);
    }

    /** Feature maps, [N, 3, H, W] to [N, C, H / stride, W / stride]. */
    public Variable maps(Tape tape, Tensor images, Stages stages) {
        return stages.stage("backbone", () -> backbone.forward(tape, tape.constant(images)));
    }

    /**
     * The pyramid of each window, [R, D].
     *
     * @param windows [R, 5]: image index, x1, y1, x2, y2 in image pixels
     */
    public Variable pooled(Tape tape, Variable maps, Tensor windows, Stages stages) {
        return stages.stage("roi", () -> new Flatten().forward(tape, pyramid.forward(tape, maps, windows)));
    }

    /** Class scores of windows before the softmax, [R, outputs]: all of the network, untimed. */
    public Variable classify(Tape tape, Tensor images, Tensor windows) {
        Variable vectors = pooled(tape, maps(tape, images, Stages.UNTIMED), windows, Stages.UNTIMED);
        return head.logits(tape, head.features(tape, vectors, Stages.UNTIMED));
    }

    @Override
    public Backbone backbone() {
        return backbone;
    }

    @Override
    public RegionClassifier head() {
        return head;
    }

    /** The backbone's parameters and running statistics. */
    public List<Parameter> backboneWeights() {
        List<Parameter> weights = new ArrayList<>(backbone.parameters());
        weights.addAll(backbone.buffers());
        return List.copyOf(weights);
    }
}
