package dev.roilab.train;

import dev.roilab.autograd.Parameter;
import dev.roilab.tensor.Engine;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for numbers that are not finite where a training leaves its numbers: a loss can be finite while weights are
 * not, where nothing that a batch needs goes through them.
 */
public final class DivergenceGuard {
    private DivergenceGuard() {}

    /** The tensors with NaN or infinity, such as {@code fc6.weight (3 of 64 numbers)}. */
    static List<String> spoiled(Engine engine, List<Parameter> tensors) {
        List<String> spoiled = new ArrayList<>();
        for (Parameter tensor : tensors) {
            long count = engine.elementwise().nonFinite(tensor.value());
            if (count > 0) {
                spoiled.add("%s (%d of %d numbers)"
                        .formatted(tensor.name(), count, tensor.shape().elements()));
            }
        }
        return spoiled;
    }

    /**
     * Throws where a stage of training left NaN or infinity.
     *
     * @param stage of the training, for the message
     * @throws DivergedException with the names of the tensors
     */
    public static void requireFinite(String stage, Engine engine, List<Parameter> tensors) {
        List<String> spoiled = spoiled(engine, tensors);
        if (!spoiled.isEmpty()) {
            throw DivergedException.of(stage, spoiled);
        }
    }

    /**
     * Throws where there is a NaN or an infinity.
     *
     * @param stage of the training, for the message
     * @param what the numbers are
     */
    public static void requireFinite(String stage, String what, float[] numbers, int from, int count) {
        int spoiled = 0;
        for (int i = from; i < from + count; i++) {
            spoiled += Float.isFinite(numbers[i]) ? 0 : 1;
        }
        if (spoiled > 0) {
            throw DivergedException.of(stage, List.of("%s (%d of %d numbers)".formatted(what, spoiled, count)));
        }
    }

    /**
     * Throws where there is a NaN, which every comparison would pass over in silence.
     *
     * @param stage of the training or test, for the message
     * @param what the numbers are
     */
    public static void requireNumbers(String stage, String what, float[]... numbers) {
        int spoiled = 0;
        int count = 0;
        for (float[] some : numbers) {
            spoiled += countNan(some);
            count += some.length;
        }
        if (spoiled > 0) {
            throw DivergedException.of(stage, List.of("%s (%d of %d are no numbers)".formatted(what, spoiled, count)));
        }
    }

    private static int countNan(float[] numbers) {
        int count = 0;
        for (float number : numbers) {
            count += Float.isNaN(number) ? 1 : 0;
        }
        return count;
    }
}
