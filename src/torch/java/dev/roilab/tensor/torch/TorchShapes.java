package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;

import dev.roilab.tensor.Shape;
import dev.roilab.tensor.ShapeOperations;
import dev.roilab.tensor.Tensor;
import java.util.List;

/** The same numbers in other shapes. */
final class TorchShapes implements ShapeOperations {
    private final Elementwise elementwise;
    private final Concatenation concatenation;

    TorchShapes(Elementwise elementwise, Concatenation concatenation) {
        this.elementwise = elementwise;
        this.concatenation = concatenation;
    }

    @Override
    public Tensor flatten(Tensor input) {
        return elementwise.flatten(own(input));
    }

    @Override
    public Tensor unflatten(Tensor input, Shape shape) {
        return elementwise.unflatten(own(input), shape);
    }

    @Override
    public Tensor concatenate(List<Tensor> parts) {
        return concatenation.concatenate(parts.stream().map(TorchMemory::own).toList());
    }

    @Override
    public Tensor part(Tensor input, int first, int count) {
        return concatenation.part(own(input), first, count);
    }
}
