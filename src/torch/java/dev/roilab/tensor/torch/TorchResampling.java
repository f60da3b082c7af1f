package dev.roilab.tensor.torch;

import static dev.roilab.tensor.torch.TorchMemory.own;

import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.ResamplingOperations;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.cpu.AxisTaps;
import dev.roilab.tensor.cpu.Shapes;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Resampling axis by axis, each by selecting whole rows or columns and adding them with weights. ATen's own gradient of
 * a bilinear resampling adds in no fixed order on a GPU; here the gradient selects too.
 */
final class TorchResampling implements ResamplingOperations {
    private final TorchMemory memory;

    TorchResampling(TorchMemory memory) {
        this.memory = memory;
    }

    @Override
    public Tensor resample(Tensor input, Resampling resampling) {
        Shape map = input.shape();
        return gather(own(input), resampling.outputShape(map), rows(map, resampling), columns(map, resampling));
    }

    @Override
    public Tensor resampleGradient(Tensor outputGradient, Shape input, Resampling resampling) {
        Shapes.requireEqual("gradient of a resampling's output", outputGradient.shape(), resampling.outputShape(input));
        return gather(
                own(outputGradient),
                input,
                rows(input, resampling).reversed(input.size(2)),
                columns(input, resampling).reversed(input.size(3)));
    }

    private static AxisTaps rows(Shape map, Resampling resampling) {
        return AxisTaps.of(resampling.kind(), map.size(2), resampling.height());
    }

    private static AxisTaps columns(Shape map, Resampling resampling) {
        return AxisTaps.of(resampling.kind(), map.size(3), resampling.width());
    }

    private TorchTensor gather(TorchTensor source, Shape shape, AxisTaps rows, AxisTaps columns) {
        return memory.make(
                shape,
                () -> along(3, along(2, source.floats(), rows), columns)
                        .to(source.value().scalar_type()));
    }

    /** Tap by tap: the first of every cell's, then the second, where there is one. */
    private org.bytedeco.pytorch.Tensor along(int axis, org.bytedeco.pytorch.Tensor map, AxisTaps taps) {
        org.bytedeco.pytorch.Tensor sum = tap(axis, map, taps, 0);
        for (int tap = 1; tap < taps.most(); tap++) {
            sum = sum.add_(tap(axis, map, taps, tap));
        }
        return sum;
    }

    private org.bytedeco.pytorch.Tensor tap(int axis, org.bytedeco.pytorch.Tensor map, AxisTaps taps, int tap) {
        int count = taps.count();
        int[] cells = new int[count];
        int[] absent = new int[count];
        float[] weights = new float[count];
        for (int cell = 0; cell < count; cell++) {
            boolean present = tap < taps.cells(cell).length;
            cells[cell] = present ? taps.cells(cell)[tap] : 0;
            weights[cell] = present ? taps.weights(cell)[tap] : 0;
            absent[cell] = present ? 0 : 1;
        }
        long[] along = axis == 2 ? new long[] {1, 1, count, 1} : new long[] {1, 1, 1, count};
        org.bytedeco.pytorch.Tensor selected = map.index_select(axis, memory.indices(cells))
                .mul_(memory.floats(weights).view(along));
        // What stands in a cell that is not read must not reach the sum, not even as NaN.
        return Arrays.stream(absent).anyMatch(cell -> cell == 1)
                ? selected.masked_fill_(
                        memory.indices(absent).to(ScalarType.Bool).view(along), new Scalar(0))
                : selected;
    }
}
