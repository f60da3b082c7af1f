package dev.roilab.model.fcn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.Backbones;
import dev.roilab.detect.pixel.PixelNetwork;
import dev.roilab.nn.Addition;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Upsample2d;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.Shape;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The network of the paper's figure 3: 1 x 1 convolutions score some maps, and scores of coarse maps are enlarged and
 * added to those of finer ones. N pictures, K classes.
 *
 * <p>A batch's sides are multiples of the backbone's stride, so that nothing is cropped but what the batch was padded
 * with; the paper pads by 100 pixels and crops instead. What comes last is bilinear and not learned, as the paper has
 * it in its section 4.3.
 */
final class Fcn implements PixelNetwork {
    private final Backbone backbone;

    /** By stride. */
    private final SortedMap<Integer, Conv2d> scores = new TreeMap<>();

    /** By the stride of what is enlarged, to half of that. */
    private final SortedMap<Integer, Layer> enlarging = new TreeMap<>();

    /** A network with fresh weights, or the backbone's from its file. */
    Fcn(Engine engine, FcnSettings model, int classes, RandomStreams random) {
        this.backbone = Backbones.create(model.backbone(), engine, random);
        ParameterFactory head = ParameterFactory.of(engine, random).in("head");
        for (int stride = backbone.stride(); stride >= model.finest(); stride /= 2) {
            int channels = Objects.requireNonNull(backbone.channelsByStride().get(stride));
            // Zeros, as the paper begins: section 4.3.
            scores.put(
                    stride,
                    Conv2d.withBias(
                            head.in("scores" + stride),
                            Shape.of(classes, channels, 1, 1),
                            Convolution.of(1, 0),
                            Activation.NONE,
                            Initializer.zeros()));
            if (stride > model.finest()) {
                enlarging.put(
                        stride,
                        switch (model.upsampling()) {
                            case LEARNED -> BilinearUpsampling.doubling(head.in("upsampling" + stride), classes);
                            case FIXED -> new Upsample2d(2, Resampling.Kind.BILINEAR);
                        });
            }
        }
    }

    @Override
    public Variable logits(Tape tape, Variable pixels, Stages stages) {
        SortedMap<Integer, Variable> maps =
                stages.stage("backbone", () -> backbone.maps(tape, pixels, scores.keySet()));
        SortedMap<Integer, Variable> scored = new TreeMap<>();
        stages.stage(FcnRecipe.SCORES, () -> {
            scores.forEach((stride, layer) ->
                    scored.put(stride, layer.forward(tape, Objects.requireNonNull(maps.get(stride)))));
            return scored;
        });
        Shape picture = pixels.shape();
        return stages.stage(FcnRecipe.UPSAMPLING, () -> enlarged(tape, scored, picture.size(2), picture.size(3)));
    }

    private Variable enlarged(Tape tape, SortedMap<Integer, Variable> scored, int height, int width) {
        Variable sum = Objects.requireNonNull(scored.get(scored.lastKey()));
        for (int stride = scored.lastKey(); stride > scored.firstKey(); stride /= 2) {
            Variable finer = Objects.requireNonNull(scored.get(stride / 2));
            Variable doubled = Objects.requireNonNull(enlarging.get(stride)).forward(tape, sum);
            Variable fitted =
                    resized(tape, doubled, finer.shape().size(2), finer.shape().size(3));
            sum = Addition.of(tape, fitted, finer, Activation.NONE);
        }
        return resized(tape, sum, height, width);
    }

    /** AlexNet's maps are not exactly halves of each other. */
    private static Variable resized(Tape tape, Variable map, int height, int width) {
        boolean fits = map.shape().size(2) == height && map.shape().size(3) == width;
        return fits ? map : Upsample2d.resample(tape, map, new Resampling(height, width, Resampling.Kind.BILINEAR));
    }

    @Override
    public int stride() {
        return backbone.stride();
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(backbone.parameters());
        scores.values().forEach(layer -> parameters.addAll(layer.parameters()));
        enlarging.values().forEach(layer -> parameters.addAll(layer.parameters()));
        return List.copyOf(parameters);
    }

    @Override
    public List<Parameter> buffers() {
        return backbone.buffers();
    }
}
