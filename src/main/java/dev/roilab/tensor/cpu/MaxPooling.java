package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Engine.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Max pooling with a record of the winners: for each value the number of the winning cell within its window, row by row.
 * Own kernels, because oneDNN does not promise that the first of equals wins.
 */
final class MaxPooling {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

    private final Workers workers;
    private final TensorMemory memory;

    MaxPooling(Workers workers, TensorMemory memory) {
        this.workers = workers;
        this.memory = memory;
    }

    Pooled forward(CpuTensor input, Pooling pooling) {
        Shapes.requireRank("pooling's input", input.shape(), 4);
        Shape shape = pooling.outputShape(input.shape());
        CpuTensor values = memory.allocate(shape);
        CpuTensor switches = memory.allocate(shape);
        var window = new Window(input.shape(), shape, pooling);
        MemorySegment source = input.memory();
        workers.forEach(shape.size(0) * shape.size(2), row -> forwardRow(row, window, source, values, switches));
        return new Pooled(values, switches);
    }

    private static void forwardRow(
            int row, Window window, MemorySegment source, CpuTensor values, CpuTensor switches) {
        int channels = window.channels();
        float[] cell = new float[channels];
        float[] best = new float[channels];
        int[] winners = new int[channels];
        for (int x = 0; x < window.outputWidth(); x++) {
            // A window that sees no cell at all is minus infinity, as padding is.
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
            Arrays.fill(winners, -1);
            for (int index = 0; index < window.cells(); index++) {
                long offset = window.offset(row, x, index);
                if (offset >= 0) {
                    MemorySegment.copy(source, FLOAT, offset, cell, 0, channels);
                    take(cell, index, best, winners);
                }
            }
            long target = ((long) row * window.outputWidth() + x) * channels * Float.BYTES;
            MemorySegment.copy(best, 0, values.memory(), FLOAT, target, channels);
            MemorySegment.copy(winners, 0, switches.memory(), INT, target, channels);
        }
    }

    private static void take(float[] cell, int index, float[] best, int[] winners) {
        for (int channel = 0; channel < cell.length; channel++) {
            float value = cell[channel];
            boolean wins = value > best[channel] || Float.isNaN(value) || winners[channel] < 0;
            best[channel] = wins ? value : best[channel];
            winners[channel] = wins ? index : winners[channel];
        }
    }

    CpuTensor gradient(CpuTensor outputGradient, CpuTensor switches, Shape input, Pooling pooling) {
        Shapes.requireRank("pooling's input", input, 4);
        Shape output = pooling.outputShape(input);
        Shapes.requireEqual("gradient of a pooling's output", outputGradient.shape(), output);
        Shapes.requireEqual("switches of a pooling", switches.shape(), output);
        CpuTensor gradient = memory.allocate(input);
        var window = new Window(input, output, pooling);
        // Each task gathers for one row of the input, so that no two tasks write to one place.
        workers.forEach(
                input.size(0) * input.size(2),
                row -> gradientRow(row, window, outputGradient.memory(), switches.memory(), gradient.memory()));
        return gradient;
    }

    private static void gradientRow(
            int inputRow, Window window, MemorySegment upstream, MemorySegment switches, MemorySegment gradient) {
        Pooling pooling = window.pooling();
        int channels = window.channels();
        int image = inputRow / window.inputHeight();
        int y = inputRow % window.inputHeight();
        float[] sums = new float[window.inputWidth() * channels];
        float[] values = new float[channels];
        int[] winners = new int[channels];
        for (int kernelRow = pooling.kernelY() - 1; kernelRow >= 0; kernelRow--) {
            int start = y + pooling.padding().top() - kernelRow * pooling.dilationY();
            if (start < 0 || start % pooling.strideY() != 0 || start / pooling.strideY() >= window.outputHeight()) {
                continue;
            }
            int outputRow = image * window.outputHeight() + start / pooling.strideY();
            for (int x = 0; x < window.outputWidth(); x++) {
                long offset = ((long) outputRow * window.outputWidth() + x) * channels * Float.BYTES;
                MemorySegment.copy(upstream, FLOAT, offset, values, 0, channels);
                MemorySegment.copy(switches, INT, offset, winners, 0, channels);
                window.scatter(kernelRow, x, values, winners, sums);
            }
        }
        MemorySegment.copy(sums, 0, gradient, FLOAT, (long) inputRow * sums.length * Float.BYTES, sums.length);
    }

    /** The arithmetic of a window over [N, H, W, C]. */
    private record Window(Shape input, Shape output, Pooling pooling) {
        int channels() {
            return input.size(1);
        }

        int inputHeight() {
            return input.size(2);
        }

        int inputWidth() {
            return input.size(3);
        }

        int outputHeight() {
            return output.size(2);
        }

        int outputWidth() {
            return output.size(3);
        }

        int cells() {
            return pooling.kernelY() * pooling.kernelX();
        }

        /** Where the input cell under a window's cell begins, in bytes; -1 in the padding. */
        long offset(int row, int x, int index) {
            int image = row / outputHeight();
            int inputY = (row % outputHeight()) * pooling.strideY()
                    - pooling.padding().top()
                    + index / pooling.kernelX() * pooling.dilationY();
            int inputX = inputColumn(x, index % pooling.kernelX());
            if (inputY < 0 || inputY >= inputHeight() || inputX < 0 || inputX >= inputWidth()) {
                return -1;
            }
            return (((long) image * inputHeight() + inputY) * inputWidth() + inputX) * channels() * Float.BYTES;
        }

        private int inputColumn(int x, int kernelColumn) {
            return x * pooling.strideX() - pooling.padding().left() + kernelColumn * pooling.dilationX();
        }

        /** Adds a window's gradient to the winners that lie in one row of the kernel. */
        void scatter(int kernelRow, int x, float[] values, int[] winners, float[] sums) {
            int first = kernelRow * pooling.kernelX();
            for (int channel = 0; channel < values.length; channel++) {
                int column = winners[channel] - first;
                if (column >= 0 && column < pooling.kernelX()) {
                    sums[inputColumn(x, column) * values.length + channel] += values[channel];
                }
            }
        }
    }
}
