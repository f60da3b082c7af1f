package dev.roilab.neck;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.nn.Addition;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.MaxPool2d;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Upsample2d;
import dev.roilab.roi.RoiLayer;
import dev.roilab.roi.RoiLevels;
import dev.roilab.roi.RoiPooler;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Feature Pyramid Networks (arXiv:1612.03144), section 3: from the coarsest map down, each is brought to the size of
 * the next finer one, whose own 1 x 1 convolution is added; a 3 x 3 one over each sum gives the maps. Names are
 * torchvision's: {@code fpn.inner_blocks.0} reads the finest.
 */
public final class FeaturePyramid implements FeatureExtractor {
    // No activation follows, so that half of He's variance keeps the size of the activations, as torchvision has it.
    private static final Initializer INITIALIZER = Initializer.heFanIn().scaled(Math.sqrt(0.5));

    /** Every other cell: a window of one. */
    private static final MaxPool2d SUBSAMPLING = new MaxPool2d(Pooling.of(1, 2, 0));

    private final Backbone backbone;
    private final RoiLevels levels;
    private final int channels;
    private final List<Integer> proposalStrides;
    private final List<Conv2d> lateral = new ArrayList<>();
    private final List<Conv2d> outputs = new ArrayList<>();

    /**
     * A pyramid with fresh weights.
     *
     * @param levels of the backbone's maps
     * @param proposalStrides of those, and one more
     */
    FeaturePyramid(
            Backbone backbone, RoiLevels levels, List<Integer> proposalStrides, ParameterFactory root, int channels) {
        this.backbone = backbone;
        this.levels = levels;
        this.channels = channels;
        this.proposalStrides = List.copyOf(proposalStrides);
        ParameterFactory factory = root.in("fpn");
        for (int stride : levels.strides()) {
            String place = String.valueOf(lateral.size());
            int inputs = Objects.requireNonNull(backbone.channelsByStride().get(stride));
            lateral.add(convolution(factory.in("inner_blocks").in(place), Shape.of(channels, inputs, 1, 1)));
            outputs.add(convolution(factory.in("layer_blocks").in(place), Shape.of(channels, channels, 3, 3)));
        }
    }

    private static Conv2d convolution(ParameterFactory factory, Shape kernel) {
        return Conv2d.withBias(factory, kernel, Convolution.of(1, kernel.size(2) / 2), Activation.NONE, INITIALIZER);
    }

    @Override
    public FeatureMaps maps(Tape tape, Tensor images, Stages stages) {
        SortedMap<Integer, Variable> seen = stages.stage(
                "backbone", () -> backbone.maps(tape, tape.constant(images), new TreeSet<>(levels.strides())));
        return stages.stage("neck", () -> maps(tape, List.copyOf(seen.values())));
    }

    private FeatureMaps maps(Tape tape, List<Variable> seen) {
        List<Variable> maps = new ArrayList<>();
        int coarsest = seen.size() - 1;
        Variable sum = lateral.get(coarsest).forward(tape, seen.get(coarsest));
        maps.addFirst(outputs.get(coarsest).forward(tape, sum));
        for (int level = coarsest - 1; level >= 0; level--) {
            sum = sum(tape, sum, lateral.get(level).forward(tape, seen.get(level)));
            maps.addFirst(outputs.get(level).forward(tape, sum));
        }
        List<Variable> ofProposals = new ArrayList<>(maps);
        ofProposals.add(SUBSAMPLING.forward(tape, maps.getLast()));
        return new FeatureMaps(maps, ofProposals);
    }

    /** Of a map and one of half its size. */
    private static Variable sum(Tape tape, Variable coarser, Variable finer) {
        Shape size = finer.shape();
        var enlarging = new Resampling(size.size(2), size.size(3), Resampling.Kind.NEAREST);
        return Addition.of(tape, finer, Upsample2d.resample(tape, coarser, enlarging), Activation.NONE);
    }

    @Override
    public RoiPooler pooler(RoiLayer layer) {
        return RoiPooler.of(layer, levels);
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public List<Integer> proposalStrides() {
        return proposalStrides;
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.concat(
                        backbone.parameters().stream(),
                        Stream.concat(lateral.stream(), outputs.stream()).flatMap(layer -> layer.parameters().stream()))
                .toList();
    }

    @Override
    public List<Parameter> buffers() {
        return backbone.buffers();
    }
}
