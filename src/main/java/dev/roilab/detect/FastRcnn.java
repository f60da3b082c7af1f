package dev.roilab.detect;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.Backbones;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.roi.RegionOperator;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Fast R-CNN (arXiv:1504.08083), section 2: a backbone over the whole image, a region operator, fully connected layers
 * and two sibling outputs.
 *
 * <p>Shapes: N images, R regions over all images, K object classes; class 0 is background.
 */
public final class FastRcnn {
    /** Section 2.3: the outputs start from zero-mean Gaussians of these deviations. */
    private static final double CLASSIFIER_DEVIATION = 0.01;

    private static final double REGRESSOR_DEVIATION = 0.001;

    private final Engine engine;
    private final Backbone backbone;
    private final RegionOperator regionOperator;
    private final SequencedMap<String, Linear> hidden = new LinkedHashMap<>();
    private final Linear classifier;
    private final Linear regressor;
    private final BoxCoder boxCoder;
    private final int classes;

    /** A network with fresh weights, or the backbone's from its file. */
    public FastRcnn(Engine engine, ModelSettings.FastRcnn settings, int classes, RandomStreams random) {
        this.engine = engine;
        this.classes = classes;
        this.backbone = Backbones.create(settings.backbone(), engine, random);
        this.regionOperator = RegionOperator.of(settings.roi(), backbone.stride());
        this.boxCoder = new BoxCoder(settings.boxTargets().deviation());
        var head = ParameterFactory.of(engine, random).in("head");
        int width = backbone.channels() * settings.roi().cells();
        for (int fc : settings.head().fc()) {
            String name = "fc" + (6 + hidden.size());
            var layer = Linear.create(head.in(name), width, fc, Activation.RELU, Initializer.heFanIn());
            hidden.put(name, layer);
            width = fc;
        }
        this.classifier = output(head.in("classifier"), width, classes + 1, CLASSIFIER_DEVIATION);
        this.regressor = output(head.in("regressor"), width, 4 * (classes + 1), REGRESSOR_DEVIATION);
    }

    private static Linear output(ParameterFactory factory, int inputs, int outputs, double deviation) {
        return Linear.create(factory, inputs, outputs, Activation.NONE, Initializer.normal(deviation));
    }

    /**
     * The two outputs for R regions.
     *
     * @param logits class scores before the softmax, [R, K + 1]
     * @param offsets normalised box offsets of every class, [R, 4 * (K + 1)]
     */
    public record Outputs(Variable logits, Variable offsets) {}

    /**
     * One forward pass.
     *
     * @param images [N, 3, H, W], normalised
     * @param regions [R, 5]: image index, x1, y1, x2, y2 in pixels of {@code images}
     */
    public Outputs forward(Tape tape, Tensor images, Tensor regions, Stages stages) {
        Variable features = stages.stage("backbone", () -> backbone.forward(tape, tape.constant(images)));
        Variable pooled = stages.stage("roi", () -> regionOperator.forward(tape, features, regions));
        Variable activations = tape.record(
                engine.flatten(pooled.value()),
                List.of(pooled),
                (gradient, gradients) -> gradients.add(pooled, () -> engine.unflatten(gradient, pooled.shape())));
        for (var layer : hidden.entrySet()) {
            Variable input = activations;
            activations = stages.stage(layer.getKey(), () -> layer.getValue().forward(tape, input));
        }
        Variable last = activations;
        return stages.stage(
                "outputs", () -> new Outputs(classifier.forward(tape, last), regressor.forward(tape, last)));
    }

    /** Every parameter, the backbone's first. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(backbone.parameters());
        List<Layer> head = new ArrayList<>(hidden.values());
        head.add(classifier);
        head.add(regressor);
        head.forEach(layer -> parameters.addAll(layer.parameters()));
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    public List<Parameter> buffers() {
        return backbone.buffers();
    }

    public BoxCoder boxCoder() {
        return boxCoder;
    }

    /** Number of object classes, background not counted. */
    public int classes() {
        return classes;
    }
}
