package dev.roilab.nn;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.DoubleSupplier;

/**
 * The terms of a mini-batch's loss and the gradients of their sum. The values are first read inside the step's scope;
 * reading them waits for the device, so it comes after the backward pass is on its way.
 *
 * @param values by name, as in {@link Losses}
 * @param gradients with respect to the network's outputs, for {@link Tape#backward}
 */
public record LossTerms(SequencedMap<String, DoubleSupplier> values, SequencedMap<Variable, Tensor> gradients) {
    public LossTerms {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
        gradients = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(gradients));
    }

    /** A loss of one term, which depends on one output. */
    public static LossTerms of(String name, Variable output, LossGradient loss) {
        return new LossTerms(new LinkedHashMap<>(), new LinkedHashMap<>()).and(name, output, loss);
    }

    /** A loss of one term, which is a sum over several outputs. */
    public static LossTerms of(String name, SequencedMap<Variable, LossGradient> parts) {
        List<DoubleSupplier> each =
                parts.values().stream().map(LossGradient::value).toList();
        var gradients = new LinkedHashMap<Variable, Tensor>();
        parts.forEach((output, part) -> gradients.put(output, part.gradient()));
        var values = new LinkedHashMap<String, DoubleSupplier>();
        values.put(
                name,
                () -> each.stream().mapToDouble(DoubleSupplier::getAsDouble).sum());
        return new LossTerms(values, gradients);
    }

    /**
     * These terms and one more, which depends on another output.
     *
     * @throws IllegalArgumentException if there is a term of this name, or one that depends on this output
     */
    public LossTerms and(String name, Variable output, LossGradient loss) {
        if (values.containsKey(name) || gradients.containsKey(output)) {
            throw new IllegalArgumentException(
                    "the loss " + name + " needs a name and an output of its own beside " + values.keySet());
        }
        var allValues = new LinkedHashMap<>(values);
        allValues.put(name, loss.value());
        var allGradients = new LinkedHashMap<>(gradients);
        allGradients.put(output, loss.gradient());
        return new LossTerms(allValues, allGradients);
    }

    /**
     * These terms and then others.
     *
     * @throws IllegalArgumentException if both have a term of one name or depend on one output
     */
    public LossTerms and(LossTerms others) {
        var allValues = new LinkedHashMap<>(values);
        allValues.putAll(others.values);
        var allGradients = new LinkedHashMap<>(gradients);
        allGradients.putAll(others.gradients);
        if (allValues.size() < values.size() + others.values.size()
                || allGradients.size() < gradients.size() + others.gradients.size()) {
            throw new IllegalArgumentException("the losses %s and %s share a name or an output"
                    .formatted(values.keySet(), others.values.keySet()));
        }
        return new LossTerms(allValues, allGradients);
    }

    /** The values; waits for the device. */
    public Losses read() {
        var terms = new LinkedHashMap<String, Double>();
        values.forEach((name, value) -> terms.put(name, value.getAsDouble()));
        return new Losses(terms);
    }
}
