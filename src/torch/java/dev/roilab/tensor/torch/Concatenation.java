package dev.roilab.tensor.torch;

import dev.roilab.tensor.Shape;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Columns of matrices or channels of maps side by side, and taken apart again. */
final class Concatenation {
    private final TorchMemory memory;

    Concatenation(TorchMemory memory) {
        this.memory = memory;
    }

    TorchTensor concatenate(List<TorchTensor> parts) {
        Shape first = parts.getFirst().shape();
        int width = 0;
        for (TorchTensor part : parts) {
            requireBeside(first, part.shape());
            width += part.shape().size(1);
        }
        return memory.make(
                withWidth(first, width),
                () -> torch.cat(
                        new TensorVector(parts.stream().map(TorchTensor::value).toArray(Tensor[]::new)), 1));
    }

    private static void requireBeside(Shape first, Shape other) {
        boolean known = first.rank() == 2 || first.rank() == 4;
        if (!known || other.rank() != first.rank() || !withWidth(other, 0).equals(withWidth(first, 0))) {
            throw new IllegalArgumentException("no concatenation of " + first + " and " + other);
        }
    }

    private static Shape withWidth(Shape shape, int width) {
        return shape.rank() == 2
                ? Shape.of(shape.size(0), width)
                : Shape.of(shape.size(0), width, shape.size(2), shape.size(3));
    }

    TorchTensor part(TorchTensor input, int first, int count) {
        Shape shape = input.shape();
        if ((shape.rank() != 2 && shape.rank() != 4) || first < 0 || count < 0 || first + count > shape.size(1)) {
            throw new IllegalArgumentException("no %d %s from %d in %s"
                    .formatted(count, shape.rank() == 4 ? "channels" : "columns", first, shape));
        }
        return memory.make(
                withWidth(shape, count),
                () -> input.value().narrow(1, first, count).clone());
    }
}
