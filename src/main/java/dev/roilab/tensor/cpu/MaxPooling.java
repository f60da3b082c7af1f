package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Engine.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Max pooling with a record of the winners: for each value the number of the winning cell within its window, row by
 * row. Own kernels, because oneDNN does not promise that the first of equals wins.
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

    private static void forwardRow(int row, Window window, MemorySegment source, CpuTensor values, CpuTensor switches) {
        int channels = window.channels();
        int[][] rows = orderedRows(row, window, source);
        var work = new Work(new int[channels], new int[channels], new int[channels]);
        for (int x = 0; x < window.outputWidth(); x++) {
            takeWindow(window, x, rows, work);
            long target = ((long) row * window.outputWidth() + x) * channels * Float.BYTES;
            MemorySegment.copy(work.best(), 0, values.memory(), INT, target, channels);
            MemorySegment.copy(work.winners(), 0, switches.memory(), INT, target, channels);
        }
    }

    /** The cell at hand, the greatest so far and its number, by channel. */
    @SuppressWarnings("ArrayRecordComponent") // arrays of one task, which changes them
    private record Work(int[] cell, int[] best, int[] winners) {}

    /** The rows of the input under a row of windows, as integers of the same order; empty where there is padding. */
    private static int[][] orderedRows(int row, Window window, MemorySegment source) {
        int[][] rows = new int[window.pooling().kernelY()][];
        for (int kernelRow = 0; kernelRow < rows.length; kernelRow++) {
            long offset = window.rowOffset(row, kernelRow);
            rows[kernelRow] = new int[offset < 0 ? 0 : window.inputWidth() * window.channels()];
            MemorySegment.copy(source, INT, Math.max(0, offset), rows[kernelRow], 0, rows[kernelRow].length);
            order(rows[kernelRow]);
        }
        return rows;
    }

    private static void takeWindow(Window window, int x, int[][] rows, Work work) {
        int channels = window.channels();
        Arrays.fill(work.best(), Float.floatToRawIntBits(Float.NEGATIVE_INFINITY));
        order(work.best());
        Arrays.fill(work.winners(), -1);
        for (int kernelRow = 0; kernelRow < rows.length; kernelRow++) {
            for (int column = 0; column < window.pooling().kernelX() && rows[kernelRow].length > 0; column++) {
                int inputX = window.inputColumn(x, column);
                if (inputX >= 0 && inputX < window.inputWidth()) {
                    System.arraycopy(rows[kernelRow], inputX * channels, work.cell(), 0, channels);
                    take(
                            work.cell(),
                            work.best(),
                            work.winners(),
                            kernelRow * window.pooling().kernelX() + column);
                }
            }
        }
        order(work.best());
    }

    /**
     * Bits of floating-point numbers to integers of the same order, and back: it is its own inverse. Minus zero comes
     * just below zero.
     */
    private static void order(int[] bits) {
        for (int i = 0; i < bits.length; i++) {
            bits[i] ^= (bits[i] >> 31) & Integer.MAX_VALUE;
        }
    }

    /** Integers, one index for all arrays and no branches, because only so does the compiler vectorise the loop. */
    private static void take(int[] cell, int[] best, int[] winners, int index) {
        for (int i = 0; i < best.length; i++) {
            int old = best[i];
            int greater = Math.max(old, cell[i]);
            int changed = greater ^ old;
            int mask = (changed | -changed) >> 31;
            best[i] = greater;
            winners[i] = (winners[i] & ~mask) | (index & mask);
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

        /** Where the input row under a row of the window begins, in bytes; -1 in the padding. */
        long rowOffset(int row, int kernelRow) {
            int image = row / outputHeight();
            int inputY = row % outputHeight() * pooling.strideY()
                    - pooling.padding().top()
                    + kernelRow * pooling.dilationY();
            if (inputY < 0 || inputY >= inputHeight()) {
                return -1;
            }
            return ((long) image * inputHeight() + inputY) * inputWidth() * channels() * Float.BYTES;
        }

        int inputColumn(int x, int kernelColumn) {
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
