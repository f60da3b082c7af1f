package dev.roilab.tensor.cpu;

import static dev.roilab.tensor.cpu.TensorMemory.own;

import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.ResamplingOperations;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;

/** Resampling of maps; each cell of a result is a weighted sum of cells, in the order of memory. */
final class ResamplingOperators implements ResamplingOperations {
    private final Workers workers;
    private final TensorMemory memory;

    ResamplingOperators(Workers workers, TensorMemory memory) {
        this.workers = workers;
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

    private CpuTensor gather(CpuTensor source, Shape shape, AxisTaps rows, AxisTaps columns) {
        CpuTensor target = memory.allocate(shape, source.precision());
        if (shape.elements() == 0) {
            return target;
        }
        float[][] cells = MapRows.load(workers, source.shape(), source.numbers());
        int height = shape.size(2);
        int width = shape.size(3);
        int channels = shape.size(1);
        // One row of a map to a task: what it writes depends on its number alone.
        workers.forEach(Math.multiplyExact(shape.size(0), height), task -> {
            var transfer = new Transfer();
            float[] sum = new float[channels];
            int top = task / height * source.shape().size(2);
            int[] readRows = rows.cells(task % height);
            float[] rowWeights = rows.weights(task % height);
            for (int x = 0; x < width; x++) {
                Arrays.fill(sum, 0);
                for (int tap = 0; tap < readRows.length; tap++) {
                    int start = (top + readRows[tap]) * source.shape().size(3);
                    add(cells, start, columns.cells(x), columns.weights(x), rowWeights[tap], sum);
                }
                transfer.write(sum, channels, target.numbers(), ((long) task * width + x) * channels);
            }
        });
        return target;
    }

    /** Adds the cells of a row that go into one. */
    private static void add(float[][] cells, int start, int[] read, float[] weights, float weightOfRow, float[] sum) {
        for (int tap = 0; tap < read.length; tap++) {
            add(cells[start + read[tap]], weightOfRow * weights[tap], sum);
        }
    }

    private static void add(float[] cell, float weight, float[] sum) {
        for (int channel = 0; channel < sum.length; channel++) {
            sum[channel] += weight * cell[channel];
        }
    }
}
