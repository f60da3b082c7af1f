package dev.roilab.detect.region;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Flatten;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Activation;
import dev.roilab.timing.Stages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/**
 * The rectified fully connected layers between the pooled features and the outputs, each a stage of its own: fc6, fc7
 * and so on. Shapes: B regions, D numbers a region, F of the last layer.
 *
 * @param layers by name, in the order of the forward pass
 * @param width F
 */
public record HiddenLayers(SequencedMap<String, Layer> layers, int width) implements RegionHead {
    /**
     * Layers with fresh weights.
     *
     * @param inputs D
     */
    public static HiddenLayers create(ParameterFactory factory, int inputs, HeadSettings.Fc settings) {
        var layers = new LinkedHashMap<String, Layer>();
        int width = inputs;
        for (int fc : settings.fc()) {
            String name = HeadSettings.Fc.name(layers.size());
            layers.put(name, Linear.create(factory.in(name), width, fc, Activation.RELU, Initializer.heFanIn()));
            width = fc;
        }
        return new HiddenLayers(layers, width);
    }

    @Override
    public Variable prepared(Tape tape, Variable grids) {
        return new Flatten().forward(tape, grids);
    }

    /** [B, D] to [B, F]. */
    @Override
    public Variable forward(Tape tape, Variable pooled, Stages stages) {
        Variable activations = pooled;
        for (var layer : layers.entrySet()) {
            Variable input = activations;
            activations = stages.stage(layer.getKey(), () -> layer.getValue().forward(tape, input));
        }
        return activations;
    }

    @Override
    public HiddenLayers replaced(BiFunction<String, Linear, Layer> replacement) {
        var others = new LinkedHashMap<String, Layer>();
        layers.forEach((name, layer) -> others.put(name, replacement.apply(name, whole(name, layer))));
        return new HiddenLayers(others, width);
    }

    /** The layers as they were made. */
    public List<Linear> whole() {
        return layers.entrySet().stream()
                .map(layer -> whole(layer.getKey(), layer.getValue()))
                .toList();
    }

    private static Linear whole(String name, Layer layer) {
        if (layer instanceof Linear linear) {
            return linear;
        }
        throw new IllegalStateException(name + " is replaced already");
    }

    @Override
    public List<Parameter> parameters() {
        return layers.values().stream()
                .flatMap(layer -> layer.parameters().stream())
                .toList();
    }

    /** None. */
    @Override
    public List<Parameter> buffers() {
        return List.of();
    }
}
