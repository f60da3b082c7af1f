package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.data.ImageBatch;
import dev.roilab.model.fastrcnn.FastRcnn;
import dev.roilab.neck.FeatureExtractor;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.rpn.AnchorGrids;
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

/** Faster R-CNN (arXiv:1506.01497), section 3: a region proposal network and a Fast R-CNN over the same maps. */
public final class FasterRcnn {
    private final FeatureExtractor extractor;
    private final RegionProposalNetwork rpn;
    private final FastRcnn detector;
    private final RpnSettings settings;
    private final AnchorGrids anchors;

    /** A network with fresh weights, or the backbone's from its file. */
    public FasterRcnn(Engine engine, FasterRcnnSettings model, int classes, RandomStreams random) {
        this.settings = model.rpn();
        this.extractor = FeatureExtractor.of(model.backbone(), model.neck(), engine, random);
        this.anchors = new AnchorGrids(settings.anchors(), extractor.proposalStrides());
        this.rpn = new RegionProposalNetwork(
                ParameterFactory.of(engine, random).in("rpn"),
                extractor.channels(),
                settings.channels(),
                anchors.perCell());
        this.detector = new FastRcnn(engine, model.layers(), extractor, classes, random);
    }

    /** The maps of some images. */
    public FeatureMaps maps(Tape tape, ImageBatch images, Stages stages) {
        Shape shape = Shape.of(images.count(), 3, images.height(), images.width());
        Tensor pixels = stages.stage("copies", () -> tape.engine().tensor(images.values(), shape));
        return detector.maps(tape, pixels, stages);
    }

    /** What the region proposal network says of the maps. */
    public List<RegionProposalNetwork.Outputs> propose(Tape tape, FeatureMaps maps, Stages stages) {
        return stages.stage("rpn", () -> rpn.forward(tape, maps.ofProposals()));
    }

    /** The anchors of the maps. */
    public Anchors anchors(FeatureMaps maps) {
        return anchors.of(maps.proposalShapes());
    }

    /** What makes the maps, and reads regions from them. */
    public FeatureExtractor extractor() {
        return extractor;
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

    /** Every parameter: those of the maps, the region proposal network's, the detector's. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(mapParameters());
        parameters.addAll(rpnParameters());
        parameters.addAll(detector.regionParameters());
        return List.copyOf(parameters);
    }

    /** Those of what both modules share: the convolutions over whole images. */
    List<Parameter> mapParameters() {
        return extractor.parameters();
    }

    /** Those of the region proposal network alone. */
    List<Parameter> rpnParameters() {
        return rpn.parameters();
    }

    /** Running statistics that belong to the weights. */
    public List<Parameter> buffers() {
        return detector.buffers();
    }
}
