package dev.roilab.nn;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;

/**
 * Rows of matrices or maps, axis 0, on the tape: such as regions of several maps, put together again in their order.
 */
public final class Rows {
    private Rows() {}

    /**
     * [R, ...] to [rows.length, ...].
     *
     * @param rows of the input, which is of rank 2 or 4; one may occur several times, or not at all
     */
    public static Variable gather(Tape tape, Variable input, int[] rows) {
        Engine engine = tape.engine();
        int[] kept = rows.clone();
        return tape.record(
                engine.shapes().gatherRows(input.value(), kept),
                List.of(input),
                (outputGradient, gradients) -> gradients.add(
                        input, () -> engine.shapes().gatherRowsGradient(outputGradient, kept, input.shape())));
    }

    /** [N, C, H, W] to [N * C, H * W]: a row for the map of each channel, cell after cell. */
    public static Variable ofMaps(Tape tape, Variable maps) {
        Engine engine = tape.engine();
        return tape.record(
                engine.shapes().rowsOfMaps(maps.value()),
                List.of(maps),
                (outputGradient, gradients) ->
                        gradients.add(maps, () -> engine.shapes().mapsOfRows(outputGradient, maps.shape())));
    }

    /** One after the other. All sizes but axis 0 agree; some may have no rows. */
    public static Variable join(Tape tape, List<Variable> parts) {
        Engine engine = tape.engine();
        List<Tensor> values = parts.stream().map(Variable::value).toList();
        return tape.record(engine.shapes().joinRows(values), parts, (outputGradient, gradients) -> {
            int first = 0;
            for (Variable part : parts) {
                int start = first;
                int count = part.shape().size(0);
                gradients.add(part, () -> engine.shapes().cutRows(outputGradient, start, count));
                first += count;
            }
        });
    }
}
