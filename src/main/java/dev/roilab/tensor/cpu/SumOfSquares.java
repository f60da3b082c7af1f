package dev.roilab.tensor.cpu;

import java.util.Arrays;

/** The sum of the squares of a tensor's numbers: each block of its own, then all blocks in order. */
final class SumOfSquares {
    private static final int BLOCK = 1 << 14;

    /** Sums beside each other in a block: each addition to a single one would wait for the one before it. */
    private static final int LANES = 256;

    private final NumberBlocks blocks;

    SumOfSquares(Workers workers) {
        this.blocks = new NumberBlocks(workers);
    }

    double sum(CpuTensor tensor) {
        long elements = tensor.elements();
        double[] sums = new double[Math.toIntExact(Math.ceilDiv(elements, BLOCK))];
        blocks.forEach(elements, BLOCK, transfer -> {
            float[] values = new float[BLOCK];
            double[] lanes = new double[LANES];
            return (first, count) -> {
                transfer.read(tensor.numbers(), first, count, values);
                sums[(int) (first / BLOCK)] = sum(values, count, lanes);
            };
        });
        return inOrder(sums);
    }

    private static double sum(float[] values, int count, double[] lanes) {
        Arrays.fill(lanes, 0);
        for (int first = 0; first < count; first += LANES) {
            int last = Math.min(LANES, count - first);
            for (int lane = 0; lane < last; lane++) {
                double value = values[first + lane];
                lanes[lane] += value * value;
            }
        }
        return inOrder(lanes);
    }

    private static double inOrder(double[] sums) {
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }
}
