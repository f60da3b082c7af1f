package dev.roilab.detect.picture;

import dev.roilab.autograd.Mode;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.data.ImageBatch;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * All of a network but its outputs: a backbone, one vector for its map, hidden fully connected layers. N images, D
 * numbers of the last hidden layer. In training it also gives the maps at places between the backbone's layers.
 */
public final class PictureNetwork {
    private static final String BACKBONE = "backbone";

    private static final List<String> BEGINNING = List.of("decode", "resize", "copies", BACKBONE);

    private final Backbone backbone;
    private final MapVector vector;
    private final List<Backbone.Side> sides;

    /** A network with fresh weights, or the backbone's from its file, in the engine's present scope. */
    public PictureNetwork(
            Engine engine,
            BackboneSettings backbone,
            Optional<RoiLayer> pooling,
            PictureHead head,
            RandomStreams random) {
        this(engine, backbone, pooling, head, random, 0);
    }

    /**
     * The same with maps for classifiers beside the last one.
     *
     * @param sides how many
     */
    public PictureNetwork(
            Engine engine,
            BackboneSettings backbone,
            Optional<RoiLayer> pooling,
            PictureHead head,
            RandomStreams random,
            int sides) {
        this.backbone = Backbones.create(backbone, engine, random);
        this.vector = new MapVector(
                ParameterFactory.of(engine, random).in("head"),
                new MapVector.From(this.backbone.channels(), this.backbone.stride()),
                pooling,
                Optional.empty(),
                head);
        this.sides = sides == 0 ? List.of() : this.backbone.sides(sides);
    }

    /** Stages of a test, in order, before those of the outputs. */
    public static List<String> stages(boolean pooled, List<String> hidden) {
        List<String> stages = new ArrayList<>(BEGINNING);
        if (pooled) {
            stages.add(MapVector.POOLING);
        }
        stages.addAll(hidden);
        return List.copyOf(stages);
    }

    /** A linear layer over {@link #features}. */
    public Linear outputs(String name, int count) {
        return vector.outputs(name, count);
    }

    /** The maps at the sides, in order. */
    public List<MapVector.From> sides() {
        return sides.stream()
                .map(side -> new MapVector.From(side.channels(), side.stride()))
                .toList();
    }

    /**
     * What the outputs are made of.
     *
     * @param last [N, D]
     * @param sides maps at the sides, in order; none outside of training
     */
    public record Features(Variable last, List<Variable> sides) {
        public Features {
            sides = List.copyOf(sides);
        }
    }

    /** @param random decides what is dropped, in training */
    public Features features(Tape tape, ImageBatch images, SplittableRandom random, Stages stages) {
        Shape shape = Shape.of(images.count(), 3, images.height(), images.width());
        Tensor pixels = stages.stage("copies", () -> tape.engine().tensor(images.values(), shape));
        List<Backbone.Side> asked = tape.mode() == Mode.TRAINING ? sides : List.of();
        List<Variable> maps = stages.stage(BACKBONE, () -> backbone.maps(tape, tape.constant(pixels), asked));
        Variable last = vector.features(tape, maps.getLast(), images, random, stages, BACKBONE);
        return new Features(last, maps.subList(0, asked.size()));
    }

    /** Pixels for a cell of the backbone's map. */
    public int stride() {
        return backbone.stride();
    }

    /** In the order of the forward pass. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(backbone.parameters());
        parameters.addAll(vector.parameters());
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    public List<Parameter> buffers() {
        List<Parameter> buffers = new ArrayList<>(backbone.buffers());
        buffers.addAll(vector.buffers());
        return List.copyOf(buffers);
    }
}
