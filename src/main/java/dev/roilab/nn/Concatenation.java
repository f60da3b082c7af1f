package dev.roilab.nn;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;

/** Maps side by side: [N, C1, H, W], [N, C2, H, W], ... to [N, C1 + C2 + ..., H, W]; of matrices the columns. */
public final class Concatenation {
    private Concatenation() {}

    /** @param parts at least one */
    public static Variable of(Tape tape, List<Variable> parts) {
        Engine engine = tape.engine();
        Tensor output =
                engine.shapes().concatenate(parts.stream().map(Variable::value).toList());
        return tape.record(output, parts, (outputGradient, gradients) -> {
            int next = 0;
            for (Variable part : parts) {
                int first = next;
                int count = part.shape().size(1);
                gradients.add(part, () -> engine.shapes().part(outputGradient, first, count));
                next += count;
            }
        });
    }
}
