package dev.roilab.backbone;

import dev.roilab.autograd.Parameter;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightLoader;
import dev.roilab.tensor.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the backbone that a study asks for. */
public final class Backbones {
    // Stages that the stride cuts off, classifiers, and PyTorch's counter of batches, which nothing reads.
    private static final List<String> UNUSED_PREFIXES =
            List.of("layer", "features.", "inception", "aux", "fc.", "linear.", "classifier.");
    private static final String OFFSET = ".offset.";
    private static final String BATCH_COUNTER = ".num_batches_tracked";

    private Backbones() {}

    /**
     * Builds a backbone in the engine's present scope and fills it from its file of weights, if it has one. A relative
     * path starts at the working directory.
     *
     * @throws dev.roilab.nn.WeightException if the file is missing or does not fit, with every mismatch
     * @throws IllegalArgumentException if {@code frozen_below} exceeds the number of stages
     */
    public static Backbone create(BackboneSettings settings, Engine engine, RandomStreams streams) {
        requireStages(settings);
        var factory = ParameterFactory.of(engine, streams);
        Backbone backbone = switch (settings) {
            case BackboneSettings.Resnet resnet -> new Resnet(resnet, factory);
            case BackboneSettings.Vgg vgg -> new Vgg(vgg, factory);
            case BackboneSettings.Alexnet alexnet -> new Alexnet(alexnet, factory);
            case BackboneSettings.SmallResnet small -> new SmallResnet(small, factory);
            case BackboneSettings.Densenet dense -> new Densenet(dense, factory);
            case BackboneSettings.Googlenet googlenet -> new Googlenet(googlenet, factory);
            case EfficientnetSettings efficient -> new Efficientnet(efficient, factory);
            case SqueezenetSettings squeeze -> new Squeezenet(squeeze, factory);
            case BackboneSettings.Tiny tiny -> new Tiny(tiny, factory);
        };
        settings.weights().ifPresent(file -> load(engine, backbone, Path.of(file)));
        return backbone;
    }

    private static void load(Engine engine, Backbone backbone, Path file) {
        Safetensors found = Safetensors.open(file);
        List<Parameter> targets = Stream.concat(backbone.parameters().stream(), backbone.buffers().stream())
                .filter(target -> !isOffset(target.name()) || found.names().contains(target.name()))
                .toList();
        WeightLoader.load(engine, targets, found, name -> isBeyond(name, targets));
    }

    /** Published networks have no offsets: as in arXiv:1703.06211, section 2.1, they begin at 0 then. */
    private static boolean isOffset(String name) {
        return name.contains(OFFSET);
    }

    /** Whether a name belongs to a part that this network does not have at all, rather than to a layer of it. */
    public static boolean isBeyond(String name, List<Parameter> targets) {
        if (name.endsWith(BATCH_COUNTER)) {
            return true;
        }
        String part = part(name);
        return UNUSED_PREFIXES.stream().anyMatch(name::startsWith)
                && targets.stream().noneMatch(target -> part(target.name()).equals(part));
    }

    /** {@code layer4} of {@code layer4.0.conv1.weight}, {@code features.28} of {@code features.28.weight}. */
    private static String part(String name) {
        int first = name.indexOf('.');
        int end = name.startsWith("features.") ? name.indexOf('.', first + 1) : first;
        return end < 0 ? name : name.substring(0, end);
    }

    /** Channels of the feature map that a network of these settings makes. */
    public static int channels(BackboneSettings settings) {
        return switch (settings) {
            case BackboneSettings.Resnet resnet -> Resnet.channels(resnet);
            case BackboneSettings.Vgg vgg -> Stages.widened(Vgg.lastChannels(vgg.stride()), vgg.width());
            case BackboneSettings.Alexnet alexnet ->
                Stages.widened(Alexnet.lastChannels(alexnet.stride()), alexnet.width());
            case BackboneSettings.SmallResnet small -> SmallResnet.channels(small);
            case BackboneSettings.Densenet dense -> Densenet.channels(dense);
            case BackboneSettings.Googlenet googlenet -> Googlenet.channels(googlenet);
            case EfficientnetSettings efficient -> Efficientnet.channels(efficient);
            case SqueezenetSettings squeeze -> Squeezenet.channels(squeeze);
            case BackboneSettings.Tiny tiny -> Tiny.channels(tiny);
        };
    }

    private static void requireStages(BackboneSettings settings) {
        frozenProblem(settings).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
    }

    /** What is wrong with {@code frozen_below}, whose range depends on the stride. */
    public static Optional<String> frozenProblem(BackboneSettings settings) {
        int stages = switch (settings) {
            case BackboneSettings.Resnet resnet -> 1 + Resnet.stages(resnet);
            case BackboneSettings.Vgg vgg -> Vgg.groups(vgg.stride());
            case BackboneSettings.Alexnet alexnet -> Alexnet.stages(alexnet.stride());
            case BackboneSettings.SmallResnet small -> 1 + SmallResnet.stages(small);
            case BackboneSettings.Densenet dense -> 1 + dense.blockCount();
            case BackboneSettings.Googlenet googlenet -> 1 + Googlenet.groupCount(googlenet.stride());
            case EfficientnetSettings efficient -> Efficientnet.stageCount(efficient.stride());
            case SqueezenetSettings squeeze -> 1 + Squeezenet.groupCount(squeeze.stride());
            case BackboneSettings.Tiny tiny -> 1 + Tiny.stages(tiny);
        };
        return settings.frozenBelow() >= 0 && settings.frozenBelow() <= stages
                ? Optional.empty()
                : Optional.of("frozen_below must be 0 to %d at stride %d (stem and stages), got %d"
                        .formatted(stages, settings.stride(), settings.frozenBelow()));
    }

    /** Whether the places that classifiers beside the last one have are beyond the stride, and what to do then. */
    public static Optional<String> sideProblem(BackboneSettings settings) {
        return settings instanceof BackboneSettings.Googlenet && settings.stride() < Googlenet.SIDE_STRIDE
                ? Optional.of(
                        "auxiliary heads stand after GoogLeNet's modules 4a and 4d, which backbone.stride %d cuts off; set it to %d or 32, or remove auxiliary"
                                .formatted(settings.stride(), Googlenet.SIDE_STRIDE))
                : Optional.empty();
    }
}
