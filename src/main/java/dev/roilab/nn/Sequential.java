package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import java.util.List;

/** Layers one after the other. Values between them are released as soon as nothing will read them. */
public record Sequential(List<Layer> layers) implements Layer {
    public Sequential {
        layers = List.copyOf(layers);
    }

    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        Variable value = input;
        for (Layer layer : layers) {
            Variable next = layer.forward(tape, value);
            Intermediate.release(value, next, input);
            value = next;
        }
        return value;
    }

    @Override
    public List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    @Override
    public List<Parameter> buffers() {
        return layers.stream().flatMap(layer -> layer.buffers().stream()).toList();
    }
}
