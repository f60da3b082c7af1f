package dev.roilab.backbone;

import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.tensor.Engine;
import dev.roilab.yaml.Spelling;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stage of a ResNet that comes after its map of stride 16, conv5, as layers over something else than that map. Its
 * names and weights are those of the whole network.
 *
 * @param layer [N, C, H, W] to [N, channels, H / 2, W / 2], rounded up
 * @param channels that it gives
 */
public record LastStage(Layer layer, int channels) {
    private static final int STRIDE = 16;

    /** The whole network of which a backbone is all but the last stage; empty where it is not of that kind. */
    public static Optional<BackboneSettings> of(BackboneSettings backbone) {
        return backbone instanceof BackboneSettings.Resnet cut
                        && cut.stride() == STRIDE
                        && cut.dilatedStage().isEmpty()
                ? Optional.of(new BackboneSettings.Resnet(
                        cut.depth(),
                        2 * STRIDE,
                        cut.norm(),
                        cut.squeezeExcitation(),
                        Optional.empty(),
                        cut.weights(),
                        cut.frozenBelow()))
                : Optional.empty();
    }

    /** A backbone for messages. */
    public static String words(BackboneSettings backbone) {
        boolean dilated = backbone instanceof BackboneSettings.Resnet resnet
                && resnet.dilatedStage().isPresent();
        return "a %s of stride %d".formatted(Spelling.typeName(backbone.getClass()), backbone.stride())
                + (dilated ? " that has its last stage already, as dilated_stage" : "");
    }

    /**
     * The stage that a backbone leaves out, in the engine's present scope, from the backbone's file of weights if it
     * has one.
     *
     * @throws dev.roilab.nn.WeightException if the file does not fit, with every mismatch
     * @throws IllegalArgumentException if it is no ResNet of stride 16
     */
    public static LastStage create(BackboneSettings backbone, Engine engine, RandomStreams streams) {
        BackboneSettings whole = of(backbone)
                .orElseThrow(() -> new IllegalArgumentException("there is no last stage to " + words(backbone)));
        var resnet = (BackboneSettings.Resnet) whole;
        var stage = new LastStage(
                Resnet.lastStage(resnet, ParameterFactory.of(engine, streams)), Backbones.channels(whole));
        backbone.weights().ifPresent(file -> stage.load(engine, Path.of(file)));
        return stage;
    }

    private void load(Engine engine, Path file) {
        var targets = Stream.concat(layer.parameters().stream(), layer.buffers().stream())
                .toList();
        WeightLoader.load(
                engine,
                targets,
                Safetensors.open(file),
                name -> !name.startsWith(Resnet.LAST) || Backbones.isBeyond(name, targets));
    }
}
