package dev.roilab.tensor.cpu;

/** The sum of the squares of a tensor's numbers: each block of its own, then all blocks in order. */
final class SumOfSquares {
    private static final int BLOCK = 1 << 14;

    private final Workers workers;

    SumOfSquares(Workers workers) {
        this.workers = workers;
    }

    double sum(CpuTensor tensor) {
        Numbers numbers = tensor.numbers();
        long elements = tensor.elements();
        double[] sums = new double[Math.toIntExact(Math.ceilDiv(elements, BLOCK))];
        workers.forEach(sums.length, block -> {
            long first = (long) block * BLOCK;
            int length = (int) Math.min(BLOCK, elements - first);
            sums[block] = sum(Bfloats.read(numbers.memory(), numbers.precision(), first, length));
        });
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }
}
