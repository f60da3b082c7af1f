package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
        return outputs(tape, input, Set.of(layers.size() - 1)).getOrDefault(layers.size() - 1, input);
    }

    /**
     * What comes out of some of the layers; none beyond the last of them is computed.
     *
     * @param places of the layers, from 0
     * @return by place, rising
     */
    public SortedMap<Integer, Variable> outputs(Tape tape, Variable input, Set<Integer> places) {
        SortedMap<Integer, Variable> outputs = new TreeMap<>();
        Variable value = input;
        int end = Math.min(layers.size() - 1, Collections.max(places));
        for (int place = 0; place <= end; place++) {
            Variable next = layers.get(place).forward(tape, value);
            if (!places.contains(place - 1)) {
                Intermediate.release(value, next, input);
            }
            value = next;
            if (places.contains(place)) {
                outputs.put(place, value);
            }
        }
        return outputs;
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
