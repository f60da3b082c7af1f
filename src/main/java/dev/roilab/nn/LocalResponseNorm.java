package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.LocalResponse;
import dev.roilab.tensor.NormalizationOperations;
import java.util.List;

/** Local response normalisation (AlexNet, section 3.3) of a map [N, C, H, W]; it learns nothing. */
public record LocalResponseNorm(LocalResponse response) implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        NormalizationOperations normalization = tape.engine().normalization();
        return tape.record(
                normalization.localResponse(input.value(), response),
                List.of(input),
                (outputGradient, gradients) -> gradients.add(
                        input, () -> normalization.localResponseGradient(input.value(), outputGradient, response)));
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
