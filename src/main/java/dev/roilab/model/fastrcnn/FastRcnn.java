package dev.roilab.model.fastrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.ClassifierWeights;
import dev.roilab.backbone.LastStage;
import dev.roilab.compress.Compressor;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.HiddenLayers;
import dev.roilab.detect.region.RegionHead;
import dev.roilab.detect.region.StageHead;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.neck.FeatureExtractor;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.roi.PlacedRegions;
import dev.roilab.roi.RoiLayer;
import dev.roilab.roi.RoiPooler;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Fast R-CNN (arXiv:1504.08083), section 2: a backbone over the whole image, a region operator, fully connected layers
 * or a backbone's last stage, and two sibling outputs.
 *
 * <p>Shapes: N images, R regions over all images, K object classes; class 0 is background.
 */
public final class FastRcnn {
    /** Section 2.3: the outputs start from zero-mean Gaussians of these deviations. */
    private static final double CLASSIFIER_DEVIATION = 0.01;

    private static final double REGRESSOR_DEVIATION = 0.001;

    private final Engine engine;
    private final FeatureExtractor extractor;
    private final RoiPooler pooler;
    private final RegionHead hidden;
    private final Linear classifier;
    private final Linear regressor;
    private final BoxCoder boxCoder;
    private final int classes;
    private final Learned learned;

    /** A network with fresh weights, or the backbone's and, if asked for, the hidden layers' from their file. */
    public FastRcnn(Engine engine, FastRcnnSettings settings, int classes, RandomStreams random) {
        this(
                engine,
                settings.layers(),
                FeatureExtractor.of(settings.backbone(), settings.neck(), engine, random),
                classes,
                random);
    }

    /**
     * The same over maps that others may share.
     *
     * @param extractor of the layers' settings
     */
    public FastRcnn(Engine engine, Layers layers, FeatureExtractor extractor, int classes, RandomStreams random) {
        this.engine = engine;
        this.classes = classes;
        this.extractor = extractor;
        this.pooler = extractor.pooler(layers.roi());
        this.boxCoder = new BoxCoder(layers.boxTargets().deviation());
        var head = ParameterFactory.of(engine, random).in("head");
        this.hidden = switch (layers.head()) {
            case HeadSettings.Fc fc -> hidden(engine, layers, fc, head, extractor.channels());
            case HeadSettings.Stage _ -> new StageHead(LastStage.create(layers.backbone(), engine, random));
        };
        this.classifier = output(head.in("classifier"), hidden.width(), classes + 1, CLASSIFIER_DEVIATION);
        this.regressor = output(head.in("regressor"), hidden.width(), 4 * (classes + 1), REGRESSOR_DEVIATION);
        this.learned = Learned.ALL;
    }

    private static HiddenLayers hidden(
            Engine engine, Layers layers, HeadSettings.Fc settings, ParameterFactory head, int channels) {
        var hidden = HiddenLayers.create(head, channels * layers.roi().cells(), settings);
        if (settings.pretrained().orElse(false)) {
            ClassifierWeights.load(engine, layers.backbone(), hidden.whole());
        }
        return hidden;
    }

    /** What the network is made of: the part of its settings that no training changes. */
    public record Layers(BackboneSettings backbone, RoiLayer roi, HeadSettings head, BoxTargets boxTargets) {}

    private FastRcnn(FastRcnn same, RegionHead hidden, Learned learned) {
        this.engine = same.engine;
        this.extractor = same.extractor;
        this.pooler = same.pooler;
        this.hidden = hidden;
        this.classifier = same.classifier;
        this.regressor = same.regressor;
        this.boxCoder = same.boxCoder;
        this.classes = same.classes;
        this.learned = learned;
    }

    /**
     * This network with its hidden layers replaced by what truncated SVD makes of them (section 3.1); it shares all
     * other layers with this one, which is of no use any more.
     */
    public FastRcnn compressed(Compressor compressor) {
        return replaced(compressor::compress);
    }

    /** This network with its hidden layers replaced, by name; all others are shared. */
    public FastRcnn replaced(BiFunction<String, Linear, Layer> replacement) {
        return new FastRcnn(this, hidden.replaced(replacement), learned);
    }

    /**
     * The same network of which only the box regressor learns: the second stage of stage-wise training (section 5.1).
     * All layers are shared.
     */
    public FastRcnn boxesOnly() {
        return new FastRcnn(this, hidden, Learned.BOXES);
    }

    /**
     * The same network over convolutions that stay as they are: the last stage of Faster R-CNN's alternating training
     * (arXiv:1506.01497, section 3.2). All layers are shared.
     */
    public FastRcnn regionsOnly() {
        return new FastRcnn(this, hidden, Learned.REGIONS);
    }

    /** Which layers a training changes. */
    private enum Learned {
        ALL,
        /** Those above the backbone. */
        REGIONS,
        /** The box regressor. */
        BOXES
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
     * Copies regions to the engine.
     *
     * @param rows [R, 5]: image index, x1, y1, x2, y2 in pixels of the images that the network sees
     */
    public PlacedRegions place(float[] rows) {
        return pooler.place(engine, rows);
    }

    /**
     * One forward pass.
     *
     * @param images [N, 3, H, W], normalised
     */
    public Outputs forward(Tape tape, Tensor images, PlacedRegions regions, Stages stages) {
        return outputs(tape, regionFeatures(tape, images, regions, stages), stages);
    }

    /** The activations of the last hidden layer, [R, F]: what the two outputs read, and SVMs in their place. */
    public Variable regionFeatures(Tape tape, Tensor images, PlacedRegions regions, Stages stages) {
        if (learned == Learned.BOXES) {
            // Nothing below the outputs learns, so no gradient need find its way there.
            return tape.constant(hiddenFeatures(Tape.inference(engine), images, regions, stages)
                    .value());
        }
        return hiddenFeatures(tape, images, regions, stages);
    }

    private Variable hiddenFeatures(Tape tape, Tensor images, PlacedRegions regions, Stages stages) {
        FeatureMaps maps = learned == Learned.REGIONS
                ? maps(Tape.inference(engine), images, stages).constant(tape)
                : maps(tape, images, stages);
        return regionFeatures(tape, maps, regions, stages);
    }

    /** The maps of {@code images}, [N, 3, H, W]. */
    public FeatureMaps maps(Tape tape, Tensor images, Stages stages) {
        return extractor.maps(tape, images, stages);
    }

    /** The activations of the last hidden layer, [R, F], from the maps. */
    public Variable regionFeatures(Tape tape, FeatureMaps maps, PlacedRegions regions, Stages stages) {
        Variable grids =
                stages.stage("roi", () -> hidden.prepared(tape, pooler.forward(tape, maps.ofRegions(), regions)));
        return hidden.forward(tape, grids, stages);
    }

    /** The two outputs from {@link #regionFeatures}. */
    public Outputs outputs(Tape tape, Variable features, Stages stages) {
        return stages.stage(
                "outputs", () -> new Outputs(classifier.forward(tape, features), regressor.forward(tape, features)));
    }

    /** Every parameter that training may change, those of the maps first. */
    public List<Parameter> parameters() {
        if (learned != Learned.ALL) {
            return learned == Learned.BOXES ? regressor.parameters() : regionParameters();
        }
        List<Parameter> parameters = new ArrayList<>(extractor.parameters());
        parameters.addAll(regionParameters());
        return List.copyOf(parameters);
    }

    /** Those above the maps. */
    public List<Parameter> regionParameters() {
        List<Parameter> parameters = new ArrayList<>(hidden.parameters());
        parameters.addAll(classifier.parameters());
        parameters.addAll(regressor.parameters());
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    public List<Parameter> buffers() {
        List<Parameter> buffers = new ArrayList<>(extractor.buffers());
        buffers.addAll(hidden.buffers());
        return List.copyOf(buffers);
    }

    /** F: numbers of a region that the outputs read. */
    public int featureCount() {
        return hidden.width();
    }

    public BoxCoder boxCoder() {
        return boxCoder;
    }

    /** Number of object classes, background not counted. */
    public int classes() {
        return classes;
    }
}
