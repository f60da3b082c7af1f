package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.model.fasterrcnn.FasterRcnn;
import dev.roilab.model.fasterrcnn.RegionBranch;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Mask R-CNN (arXiv:1703.06870), section 3: a Faster R-CNN with branches over the same maps. */
final class MaskRcnn {
    private final FasterRcnn detector;
    private final Optional<MaskBranch> masks;
    private final Optional<KeyPointBranch> keyPoints;

    /**
     * A network with fresh weights, or the backbone's from its file.
     *
     * @param points key points of every object
     */
    MaskRcnn(Engine engine, MaskRcnnSettings model, int classes, int points, RandomStreams random) {
        this.detector = new FasterRcnn(engine, model.detector(), classes, random);
        var factory = ParameterFactory.of(engine, random);
        var below = detector.extractor();
        this.masks = model.mask().map(settings -> new MaskBranch(factory.in("mask"), below, settings, classes));
        this.keyPoints = model.keyPoints()
                .map(settings -> new KeyPointBranch(factory.in("key_points"), below, settings, points));
    }

    FasterRcnn detector() {
        return detector;
    }

    Optional<MaskBranch> masks() {
        return masks;
    }

    Optional<KeyPointBranch> keyPoints() {
        return keyPoints;
    }

    /** Those that there are. */
    List<RegionBranch> branches() {
        return Stream.<RegionBranch>concat(masks.stream(), keyPoints.stream()).toList();
    }

    /** Every parameter: the detector's, then the branches'. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(detector.parameters());
        branches().forEach(branch -> parameters.addAll(branch.parameters()));
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers() {
        return detector.buffers();
    }
}
