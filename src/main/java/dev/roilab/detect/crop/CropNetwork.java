package dev.roilab.detect.crop;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.RegionClassifier;
import dev.roilab.detect.region.RegionNetwork;
import dev.roilab.nn.Flatten;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;

/**
 * A network that sees one warped window at a time: R-CNN (arXiv:1311.2524), section 2.1. Shapes: B crops of S x S
 * pixels, D numbers of the last feature map.
 */
public final class CropNetwork implements RegionNetwork {
    private final Backbone backbone;
    private final RegionClassifier head;

    /** A network with fresh weights, or the backbone's from its file; {@code outputs} counts the background. */
    public CropNetwork(
            Engine engine,
            BackboneSettings backbone,
            CropSettings crop,
            HeadSettings.Fc head,
            int outputs,
            RandomStreams random) {
        this.backbone = Backbones.create(backbone, engine, random);
        int stride = this.backbone.stride();
        if (crop.size() % stride != 0) {
            throw new IllegalArgumentException("model.crop.size must be a multiple of the backbone's stride %d, got %d"
                    .formatted(stride, crop.size()));
        }
        int pooled = pooledCount(engine, crop.size());
        this.head = new RegionClassifier(ParameterFactory.of(engine, random).in("head"), pooled, head, outputs);
    }

    /** Found out, since a backbone without padding, such as AlexNet's, has fewer cells than its stride promises. */
    private int pooledCount(Engine engine, int side) {
        try (Scope _ = engine.openScope()) {
            Tensor crop = engine.tensor(new float[3 * side * side], Shape.of(1, 3, side, side));
            return Math.toIntExact(
                    pooled(Tape.inference(engine), crop, Stages.UNTIMED).shape().size(1));
        }
    }

    /** The last feature map, [B, 3, S, S] to [B, D]: "pool5", which box regression reads. */
    public Variable pooled(Tape tape, Tensor crops, Stages stages) {
        return stages.stage(
                "backbone", () -> new Flatten().forward(tape, backbone.forward(tape, tape.constant(crops))));
    }

    @Override
    public Backbone backbone() {
        return backbone;
    }

    @Override
    public RegionClassifier head() {
        return head;
    }

    /** Class scores of crops before the softmax, [B, outputs]: all of the network, untimed. */
    public Variable classify(Tape tape, Tensor crops) {
        return head.logits(tape, head.features(tape, pooled(tape, crops, Stages.UNTIMED), Stages.UNTIMED));
    }
}
