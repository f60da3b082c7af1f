package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.tensor.Shape;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of one named tensor on the host.
 *
 * @param numbers row major in logical order
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes of numbers on their way to or from a file; nobody compares them
public record Values(Shape shape, float[] numbers) {
    public Values {
        if (shape.elements() != numbers.length) {
            throw new IllegalArgumentException("%d numbers do not fill %s".formatted(numbers.length, shape));
        }
    }

    /** What a file of weights holds of these parameters and buffers. */
    public static SortedMap<String, Values> of(List<Parameter> parameters) {
        var values = new TreeMap<String, Values>();
        for (Parameter parameter : Parameter.distinct(parameters)) {
            values.put(
                    parameter.name(),
                    new Values(parameter.shape(), parameter.value().toFloats()));
        }
        return values;
    }
}
