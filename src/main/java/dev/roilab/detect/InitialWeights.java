package dev.roilab.detect;

import dev.roilab.autograd.Parameter;
import dev.roilab.backbone.Backbones;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.nn.WeightException;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Weights that a network starts from where it has a tensor of that name: a pretrained backbone, the same for every
 * system.
 *
 * @param values by name; empty: the network keeps what it was made with
 */
public record InitialWeights(SortedMap<String, Values> values) {
    /** Layers above the backbone, of any detector: what its weights need not have. */
    private static final List<String> HEADS =
            List.of("fpn.", "rpn.", "head.", "mask.", "key_points.", "classifier.", "svm.", "box_regression.");

    /** Nothing: every network starts as its settings and seed say. */
    public static final InitialWeights NONE = new InitialWeights(new TreeMap<>());

    /**
     * All tensors of a file that can be read; integers, such as counters, are none of a network's weights.
     *
     * @throws WeightException with the types of floating-point numbers that are not read, or else with every tensor
     *     that has NaN or infinity
     */
    public static InitialWeights of(Safetensors file) {
        List<String> readable = file.names().stream().filter(file::isReadable).toList();
        List<String> floats = file.names().stream().filter(file::isFloat).toList();
        List<String> unreadable = file.unreadable(floats);
        List<String> problems = unreadable.isEmpty() ? file.nonFinite(readable) : unreadable;
        if (!problems.isEmpty()) {
            throw new WeightException(problems);
        }
        SortedMap<String, Values> values = new TreeMap<>();
        readable.forEach(name -> values.put(name, file.values(name)));
        return new InitialWeights(values);
    }

    /**
     * Copies the weights into a network.
     *
     * @throws WeightException with every tensor of the backbone that is missing, unexpected or of another shape
     */
    public void into(Engine engine, List<Parameter> parameters, List<Parameter> buffers) {
        if (values.isEmpty()) {
            return;
        }
        List<Parameter> targets =
                Stream.concat(parameters.stream(), buffers.stream()).toList();
        List<String> problems = Stream.concat(targets.stream().flatMap(this::problem), unexpected(targets))
                .toList();
        if (!problems.isEmpty()) {
            throw WeightException.ofMisfit(problems);
        }
        for (Parameter target : targets) {
            Values known = values.get(target.name());
            if (known != null) {
                Tensor source = engine.tensor(known.numbers(), known.shape());
                engine.copy(source, target.value());
                source.release();
            }
        }
    }

    /** Tensors inside of the backbone that the network does not have: the file is of another one. */
    private Stream<String> unexpected(List<Parameter> targets) {
        Set<String> known = targets.stream().map(Parameter::name).collect(Collectors.toSet());
        return values.entrySet().stream()
                .filter(entry -> !known.contains(entry.getKey())
                        && HEADS.stream().noneMatch(entry.getKey()::startsWith)
                        && !Backbones.isBeyond(entry.getKey(), targets))
                .map(entry -> "pretraining: unexpected: the network has no %s %s"
                        .formatted(entry.getKey(), entry.getValue().shape()));
    }

    private Stream<String> problem(Parameter target) {
        Values known = values.get(target.name());
        if (known == null) {
            boolean expected = HEADS.stream().noneMatch(target.name()::startsWith);
            return expected ? Stream.of("pretraining: no weights for %s".formatted(target)) : Stream.empty();
        }
        return known.shape().equals(target.shape())
                ? Stream.empty()
                : Stream.of("pretraining: %s has the shape %s, the network needs %s"
                        .formatted(target.name(), known.shape(), target.shape()));
    }
}
