package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;

/**
 * Makes the parameters of a network under dotted names, such as {@code layer1.0.conv1.weight}. Each is drawn from a
 * stream of its own name: two networks agree in the weights of every layer that they share.
 *
 * @param prefix of all names, empty or with a dot at its end
 * @param trained whether the optimiser may change them
 */
public record ParameterFactory(Engine engine, RandomStreams streams, String prefix, boolean trained) {
    /** Trained parameters without a prefix. */
    public static ParameterFactory of(Engine engine, RandomStreams streams) {
        return new ParameterFactory(engine, streams, "", true);
    }

    /** The factory for a part of the network. */
    public ParameterFactory in(String part) {
        return new ParameterFactory(engine, streams, prefix + part + ".", trained);
    }

    /** The same names, never changed by the optimiser. */
    public ParameterFactory frozen() {
        return new ParameterFactory(engine, streams, prefix, false);
    }

    /** A matrix or kernel, subject to weight decay. */
    public Parameter weight(String name, Shape shape, Initializer initializer) {
        return parameter(name, shape, initializer, trained ? 1 : 0, 1);
    }

    /** A bias or a normalisation's scale or shift, which weight decay leaves alone. */
    public Parameter undecayed(String name, Shape shape, Initializer initializer) {
        return parameter(name, shape, initializer, trained ? 1 : 0, 0);
    }

    /** A statistic that is saved with the weights but not learned. */
    public Parameter buffer(String name, Shape shape, Initializer initializer) {
        return parameter(name, shape, initializer, 0, 0);
    }

    private Parameter parameter(String name, Shape shape, Initializer initializer, double rate, double decay) {
        String fullName = prefix + name;
        float[] values = initializer.values(shape, streams.stream("weights/" + fullName));
        return new Parameter(fullName, engine.tensor(values, shape), rate, decay);
    }
}
