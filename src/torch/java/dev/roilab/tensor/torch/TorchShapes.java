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
    private final Rows rows;

    TorchShapes(Elementwise elementwise, Concatenation concatenation, Rows rows) {
        this.elementwise = elementwise;
        this.concatenation = concatenation;
        this.rows = rows;
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

    @Override
    public Tensor gatherRows(Tensor input, int[] wanted) {
        return rows.gather(own(input), wanted);
    }

    @Override
    public Tensor gatherRowsGradient(Tensor outputGradient, int[] wanted, Shape input) {
        return rows.gatherGradient(own(outputGradient), wanted, input);
    }

    @Override
    public Tensor joinRows(List<Tensor> parts) {
        return rows.join(parts.stream().map(TorchMemory::own).toList());
    }

    @Override
    public Tensor cutRows(Tensor input, int first, int count) {
        return rows.cut(own(input), first, count);
    }

    @Override
    public Tensor rowsOfMaps(Tensor maps) {
        return rows.ofMaps(own(maps));
    }

    @Override
    public Tensor mapsOfRows(Tensor input, Shape maps) {
        return rows.toMaps(own(input), maps);
    }
}
