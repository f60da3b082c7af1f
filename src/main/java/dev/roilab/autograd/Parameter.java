package dev.roilab.autograd;

import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A learned tensor that outlives the steps, under the name by which weight files know it.
 *
 * <p>Layers that share one have the same object, and a network lists it for each of them: its gradients add up, and it
 * is learned, counted, saved and loaded once ({@link #distinct}). Two of one name are an error.
 *
 * <p>The rate factor scales the learning rate, the decay factor the weight decay; a rate factor of 0 freezes it.
 */
public final class Parameter {
    private final String name;
    private final Tensor value;
    private final double rateFactor;
    private final double decayFactor;

    public Parameter(String name, Tensor value, double rateFactor, double decayFactor) {
        this.name = name;
        this.value = value;
        this.rateFactor = rateFactor;
        this.decayFactor = decayFactor;
    }

    /**
     * Each of these parameters once, where it is listed first.
     *
     * @throws IllegalArgumentException with all names that several of them have
     */
    public static List<Parameter> distinct(List<Parameter> listed) {
        Set<Parameter> distinct = new LinkedHashSet<>(listed);
        Set<String> names = new HashSet<>();
        Set<String> repeated = new TreeSet<>();
        for (Parameter parameter : distinct) {
            if (!names.add(parameter.name())) {
                repeated.add(parameter.name());
            }
        }
        if (!repeated.isEmpty()) {
            throw new IllegalArgumentException("several parameters have the name " + String.join(", ", repeated)
                    + "; layers that share one must have the same object");
        }
        return List.copyOf(distinct);
    }

    public String name() {
        return name;
    }

    public Tensor value() {
        return value;
    }

    public Shape shape() {
        return value.shape();
    }

    public double rateFactor() {
        return rateFactor;
    }

    public double decayFactor() {
        return decayFactor;
    }

    public boolean isTrained() {
        return rateFactor > 0;
    }

    @Override
    public String toString() {
        return name + " " + shape();
    }
}
