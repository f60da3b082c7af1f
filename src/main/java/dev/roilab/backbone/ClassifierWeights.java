package dev.roilab.backbone;

import dev.roilab.nn.Linear;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.nn.WeightException;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The fully connected layers of a classification network as a detector's region network: Fast R-CNN (arXiv:1504.08083),
 * section 2.2. Names are torchvision's.
 */
public final class ClassifierWeights {
    private ClassifierWeights() {}

    /** torchvision's names of fc6 and fc7; empty where the network has no such layers. */
    public static List<String> names(BackboneSettings settings) {
        return switch (settings) {
            case BackboneSettings.Vgg _ -> List.of("classifier.0", "classifier.3");
            case BackboneSettings.Alexnet _ -> List.of("classifier.1", "classifier.4");
            case BackboneSettings.Resnet _ -> List.of();
            case BackboneSettings.SmallResnet _ -> List.of();
            case BackboneSettings.Densenet _ -> List.of();
            case BackboneSettings.Googlenet _ -> List.of();
            case EfficientnetSettings _ -> List.of();
            case SqueezenetSettings _ -> List.of();
            case BackboneSettings.Tiny _ -> List.of();
        };
    }

    /** Cells of the last feature map that fc6 reads, 7 x 7 or 6 x 6. */
    public static int cells(BackboneSettings settings) {
        return settings instanceof BackboneSettings.Alexnet ? 36 : 49;
    }

    /**
     * Overwrites fc6 and fc7 with those of the backbone's file. Nothing is changed unless both fit.
     *
     * @param hidden the region network's hidden layers, fc6 first
     * @throws WeightException with everything that does not fit; if all fits, with every tensor that has NaN or
     *     infinity
     */
    public static void load(Engine engine, BackboneSettings settings, List<Linear> hidden) {
        Safetensors file = Safetensors.open(Path.of(settings.weights().orElseThrow()));
        List<String> names = names(settings);
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            check(file, names.get(i) + ".weight", hidden.get(i).weights().shape(), problems);
            check(
                    file,
                    names.get(i) + ".bias",
                    hidden.get(i).bias().orElseThrow().shape(),
                    problems);
        }
        List<String> tensors = names.stream()
                .flatMap(name -> Stream.of(name + ".weight", name + ".bias"))
                .toList();
        if (problems.isEmpty()) {
            problems.addAll(file.unreadable(tensors));
        }
        if (problems.isEmpty()) {
            problems.addAll(file.nonFinite(tensors));
        }
        if (!problems.isEmpty()) {
            throw new WeightException(problems);
        }
        for (int i = 0; i < names.size(); i++) {
            Values weights = file.values(names.get(i) + ".weight");
            Values ordered = i == 0 ? channelsInnermost(weights, cells(settings)) : weights;
            copy(engine, ordered, hidden.get(i).weights().value());
            copy(
                    engine,
                    file.values(names.get(i) + ".bias"),
                    hidden.get(i).bias().orElseThrow().value());
        }
    }

    private static void check(Safetensors file, String name, Shape needed, List<String> problems) {
        if (!file.names().contains(name)) {
            problems.add("%s: missing: the region network needs %s %s".formatted(file.file(), name, needed));
        } else if (!file.shape(name).equals(needed)) {
            problems.add("%s: %s has the shape %s, the region network needs %s"
                    .formatted(file.file(), name, file.shape(name), needed));
        }
    }

    /** torchvision flattens a map channel by channel, {@link ShapeOperations#flatten} cell by cell. */
    private static Values channelsInnermost(Values weights, int cells) {
        int rows = weights.shape().size(0);
        int columns = weights.shape().size(1);
        int channels = columns / cells;
        float[] source = weights.numbers();
        float[] ordered = new float[source.length];
        for (int row = 0; row < rows; row++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int cell = 0; cell < cells; cell++) {
                    ordered[row * columns + cell * channels + channel] = source[row * columns + channel * cells + cell];
                }
            }
        }
        return new Values(weights.shape(), ordered);
    }

    private static void copy(Engine engine, Values values, Tensor target) {
        Tensor source = engine.tensor(values.numbers(), values.shape());
        engine.copy(source, target);
        source.release();
    }
}
