package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.tensor.Shape;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Tensors by name whose numbers are fetched one tensor at a time: the weights and velocities of VGG16 are a gigabyte,
 * which need not be on Java's heap at once.
 */
public record NamedTensors(SortedMap<String, Named> byName) {
    /** One tensor; its numbers are as they are when they are asked for. */
    public record Named(Shape shape, Supplier<float[]> numbers) {}

    /** What a file of weights holds of these parameters and buffers. */
    public static NamedTensors of(List<Parameter> parameters) {
        SortedMap<String, Named> named = new TreeMap<>();
        for (Parameter parameter : Parameter.distinct(parameters)) {
            named.put(
                    parameter.name(),
                    new Named(parameter.shape(), () -> parameter.value().toFloats()));
        }
        return new NamedTensors(named);
    }

    /** Tensors that are in memory already. */
    public static NamedTensors of(SortedMap<String, Values> values) {
        SortedMap<String, Named> named = new TreeMap<>();
        values.forEach((name, tensor) -> named.put(name, new Named(tensor.shape(), tensor::numbers)));
        return new NamedTensors(named);
    }

    /** All tensors of a file that can be read. */
    public static NamedTensors of(Safetensors file) {
        SortedMap<String, Named> named = new TreeMap<>();
        file.names().stream()
                .filter(file::isReadable)
                .forEach(name -> named.put(
                        name,
                        new Named(file.shape(name), () -> file.values(name).numbers())));
        return new NamedTensors(named);
    }

    SortedMap<String, Shape> shapes() {
        SortedMap<String, Shape> shapes = new TreeMap<>();
        byName.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes;
    }
}
