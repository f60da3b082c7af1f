package dev.roilab.train;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.NormalizationOperations.NormGradients;
import dev.roilab.tensor.NormalizationOperations.Normalized;
import dev.roilab.tensor.NormalizationOperations.RunningAverages;
import dev.roilab.tensor.ParameterGradients;
import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.SamplingOperations.OffsetGradients;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.UpdateOperations.SgdStep;
import dev.roilab.tensor.WatchedEngine;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes what every operation of an engine gave, as a hash of its numbers, so that two runs can be compared operation by
 * operation.
 */
public final class OperationTrace {
    /** Changes the tensors of a list. */
    private static final String SGD_STEPS = "sgdSteps";

    /** Operations that change a tensor in place, and the places among their arguments of what they change. */
    private static final List<InPlace> IN_PLACE = List.of(
            new InPlace("copy", List.of(1)),
            new InPlace("accumulate", List.of(0)),
            new InPlace("sgdStep", List.of(0, 2)),
            new InPlace(SGD_STEPS, List.of()));

    /** Not operations on numbers of the network. */
    private static final Set<String> PASSED_ON =
            Set.of("name", "openScope", "memory", "close", "synchronize", "hashCode", "equals", "toString");

    private record InPlace(String name, List<Integer> changed) {}

    /**
     * One operation.
     *
     * @param result name of the result among several, its shape and a hash of its bits
     */
    public record Operation(String name, String result, int hash) {}

    private final List<Operation> operations = new ArrayList<>();

    /** An engine that computes with another one and takes notes. */
    public Engine around(Engine engine) {
        return WatchedEngine.of(engine, this::call);
    }

    /** What was noted so far, in order. */
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** The first place at which two traces differ, counted from 0. */
    public static Optional<Integer> firstDifference(List<Operation> one, List<Operation> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            if (i >= one.size() || i >= other.size() || !one.get(i).equals(other.get(i))) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** Whether nothing that a method of an engine or of its groups changes escapes the notes. */
    static boolean isNoted(Method method) {
        return method.getReturnType() != void.class
                || PASSED_ON.contains(method.getName())
                || IN_PLACE.stream().anyMatch(known -> known.name().equals(method.getName()));
    }

    private @Nullable Object call(Method method, Object[] arguments, WatchedEngine.Call call) throws Throwable {
        Object result = call.run();
        if (PASSED_ON.contains(method.getName())) {
            return result;
        }
        for (InPlace operation : IN_PLACE) {
            if (operation.name().equals(method.getName())) {
                operation.changed().forEach(place -> note(method, "argument " + place, arguments[place]));
            }
        }
        if (method.getName().equals(SGD_STEPS)) {
            noteSteps(method, (List<?>) arguments[0]);
        }
        for (Object argument : arguments) {
            if (argument instanceof RunningAverages averages) {
                note(method, "running mean", averages.mean());
                note(method, "running variance", averages.variance());
            }
        }
        switch (result) {
            case null -> {}
            case Tensor tensor -> note(method, "result", tensor);
            case Pooled pooled -> note(method, "values", pooled.values());
            case Normalized normalized -> {
                note(method, "values", normalized.values());
                note(method, "mean", normalized.mean());
                note(method, "variance", normalized.variance());
            }
            case NormGradients gradients -> {
                note(method, "input gradient", gradients.input());
                note(method, "scale gradient", gradients.scale());
                note(method, "shift gradient", gradients.shift());
            }
            case ParameterGradients gradients -> {
                note(method, "weight gradient", gradients.weights());
                note(method, "bias gradient", gradients.bias());
            }
            case OffsetGradients gradients -> {
                note(method, "offset gradient", gradients.offsets());
                note(method, "mask gradient", gradients.mask());
            }
            case LossGradient loss -> {
                operations.add(new Operation(method.getName(), "loss", Double.hashCode(loss.loss())));
                note(method, "gradient", loss.gradient());
            }
            default -> operations.add(new Operation(method.getName(), "result", result.hashCode()));
        }
        return result;
    }

    private void noteSteps(Method method, List<?> steps) {
        for (Object each : steps) {
            var step = (SgdStep) each;
            note(method, "parameter", step.parameter());
            note(method, "velocity", step.velocity());
        }
    }

    private void note(Method method, String part, @Nullable Object value) {
        if (value instanceof Tensor tensor) {
            operations.add(
                    new Operation(method.getName(), part + " " + tensor.shape(), Arrays.hashCode(tensor.toFloats())));
        }
    }
}
