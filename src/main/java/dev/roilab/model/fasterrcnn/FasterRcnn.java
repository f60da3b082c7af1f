package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.Backbones;
import dev.roilab.data.ImageBatch;
import dev.roilab.model.fastrcnn.FastRcnn;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.rpn.Anchors;
import dev.roilab.rpn.ProposalFilter;
import dev.roilab.rpn.RegionProposalNetwork;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Faster R-CNN (arXiv:1506.01497), section 3: a region proposal network and a Fast R-CNN over the map of one backbone.
 */
public final class FasterRcnn {
    private final Backbone backbone;
    private final RegionProposalNetwork rpn;
    private final FastRcnn detector;
    private final RpnSettings settings;
    private final Map<Shape, Anchors> anchors = new ConcurrentHashMap<>();

    /** A network with fresh weights, or the backbone's from its file. */
    public FasterRcnn(Engine engine, FasterRcnnSettings model, int classes, RandomStreams random) {
        this.settings = model.rpn();
        this.backbone = Backbones.create(model.backbone(), engine, random);
        this.rpn =
                new RegionProposalNetwork(ParameterFactory.of(engine, random).in("rpn"), backbone.channels(), settings);
        this.detector = new FastRcnn(engine, model.layers(), backbone, classes, random);
    }

    /** The backbone's map of some images, [N, C, H / stride, W / stride]. */
    public Variable map(Tape tape, ImageBatch images, Stages stages) {
        Shape shape = Shape.of(images.count(), 3, images.height(), images.width());
        Tensor pixels = stages.stage("copies", () -> tape.engine().tensor(images.values(), shape));
        return detector.maps(tape, pixels, stages);
    }

    /** What the region proposal network says of a map, [N, C, H, W]. */
    public List<RegionProposalNetwork.Outputs> propose(Tape tape, Variable map, Stages stages) {
        return stages.stage("rpn", () -> rpn.forward(tape, List.of(map)));
    }

    /** The anchors of a map, [N, C, H, W]. */
    public Anchors anchors(Shape map) {
        return anchors.computeIfAbsent(
                Shape.of(map.size(2), map.size(3)),
                grid -> Anchors.of(settings.anchors(), grid.size(0), grid.size(1), backbone.stride()));
    }

    /** Of the map, C. */
    public int channels() {
        return backbone.channels();
    }

    /** Pixels of an image a cell of the map. */
    public int stride() {
        return backbone.stride();
    }

    /** Makes the proposals that the detector learns from. */
    ProposalFilter trainingFilter() {
        return new ProposalFilter(settings.train(), settings.nms(), settings.smallest());
    }

    /** Makes the proposals of a test. */
    ProposalFilter testFilter() {
        return new ProposalFilter(settings.test(), settings.nms(), settings.smallest());
    }

    /** The second module. */
    public FastRcnn detector() {
        return detector;
    }

    /** Every parameter: the backbone's, the region proposal network's, the detector's. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(backboneParameters());
        parameters.addAll(rpnParameters());
        parameters.addAll(detector.regionParameters());
        return List.copyOf(parameters);
    }

    /** Those of the convolutions that both modules share. */
    List<Parameter> backboneParameters() {
        return backbone.parameters();
    }

    /** Those of the region proposal network alone. */
    List<Parameter> rpnParameters() {
        return rpn.parameters();
    }

    /** Running statistics that belong to the weights. */
    public List<Parameter> buffers() {
        return backbone.buffers();
    }
}
