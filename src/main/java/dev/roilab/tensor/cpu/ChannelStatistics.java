package dev.roilab.tensor.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Mean and biased variance of each channel of a map. In double precision and about a value of the channel: sums in 32
 * bits lose a deviation that is small beside its mean. The division into tasks depends on the shape alone, and so do
 * the results.
 */
final class ChannelStatistics {
    /** The numbers read at once: whole cells, as many as fit. */
    private static final int WIDTH = 2048;

    private static final int NUMBERS_A_TASK = 1 << 16;

    private final Workers workers;

    ChannelStatistics(Workers workers) {
        this.workers = workers;
    }

    /** Sums of what is left of the numbers without the shift, and of their squares. */
    private static final class Sums {
        private final double[] sums;
        private final double[] squares;

        private Sums(int count) {
            sums = new double[count];
            squares = new double[count];
        }

        private void add(float[] values, float[] shifts, int count) {
            for (int i = 0; i < count; i++) {
                double rest = (double) values[i] - shifts[i];
                sums[i] += rest;
                squares[i] += rest * rest;
            }
        }
    }

    /** Writes f32 [C] each, of a map [N, C, H, W] of at least one cell. */
    void into(MemorySegment mean, MemorySegment variance, CpuTensor map) {
        Numbers numbers = map.numbers();
        int channels = map.shape().size(1);
        long cells = map.elements() / channels;
        float[] shift = Bfloats.read(numbers.memory(), numbers.precision(), 0, channels);
        int cellsATask = Math.max(1, NUMBERS_A_TASK / channels);
        var parts = new Sums[Math.toIntExact(Math.ceilDiv(cells, cellsATask))];
        workers.forEach(parts.length, task -> {
            long first = (long) task * cellsATask;
            parts[task] = sum(numbers, shift, first, (int) Math.min(cellsATask, cells - first));
        });
        float[] means = new float[channels];
        float[] variances = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            double sum = 0;
            double square = 0;
            for (Sums part : parts) {
                sum += part.sums[channel];
                square += part.squares[channel];
            }
            means[channel] = (float) (shift[channel] + sum / cells);
            variances[channel] = (float) Math.max(0, (square - sum / cells * sum) / cells);
        }
        MemorySegment.copy(means, 0, mean, ValueLayout.JAVA_FLOAT, 0, channels);
        MemorySegment.copy(variances, 0, variance, ValueLayout.JAVA_FLOAT, 0, channels);
    }

    /** Sums of several cells side by side first, which makes long loops of short ones. */
    private static Sums sum(Numbers map, float[] shift, long firstCell, int cells) {
        int channels = shift.length;
        int together = Math.clamp(WIDTH / channels, 1, cells);
        float[] shifts = new float[together * channels];
        for (int start = 0; start < shifts.length; start += channels) {
            System.arraycopy(shift, 0, shifts, start, channels);
        }
        Sums wide = new Sums(shifts.length);
        float[] values = new float[shifts.length];
        var transfer = new Transfer();
        for (int cell = 0; cell < cells; cell += together) {
            int count = Math.min(together, cells - cell) * channels;
            transfer.read(map, (firstCell + cell) * channels, count, values);
            wide.add(values, shifts, count);
        }
        Sums narrow = new Sums(channels);
        for (int index = 0; index < shifts.length; index++) {
            narrow.sums[index % channels] += wide.sums[index];
            narrow.squares[index % channels] += wide.squares[index];
        }
        return narrow;
    }
}
