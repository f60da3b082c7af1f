package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Pooling;
import java.util.List;

/**
 * The maximum of each window, also of a last one that the map fills in part: [N, C, H, W] to [N, C, OH, OW], rounded up
 * as Caffe and PyTorch's ceil mode do.
 *
 * @param pooling without the padding that makes room for a last window
 */
public record CeilMaxPool2d(Pooling pooling) implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        return new MaxPool2d(pooling.ceil(input.shape())).forward(tape, input);
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
