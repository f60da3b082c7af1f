package dev.roilab.tensor.cpu;

/** The numbers of a tensor in small arrays that stay in the first-level cache, many of them to a task. */
final class NumberBlocks {
    /** Numbers in a block. */
    static final int BLOCK = 2048;

    private static final int NUMBERS_A_TASK = 1 << 16;

    private final Workers workers;

    NumberBlocks(Workers workers) {
        this.workers = workers;
    }

    /** Numbers [first, first + count) of a tensor. */
    @FunctionalInterface
    interface Part {
        void at(long first, int count);
    }

    /** A task's own part, with arrays of its own. */
    @FunctionalInterface
    interface Parts {
        Part ofTask(Transfer transfer);
    }

    /** What is done with a block's first numbers, in place. */
    @FunctionalInterface
    interface Change {
        void apply(float[] values, int count);
    }

    /** What is done with a block's first numbers, in place, and others that go with them. */
    @FunctionalInterface
    interface PairedChange {
        void apply(float[] values, float[] others, int count);
    }

    /** @param block numbers of each but the last */
    void forEach(long elements, int block, Parts parts) {
        if (elements == 0) {
            return;
        }
        long task = Math.max(1, NUMBERS_A_TASK / block) * (long) block;
        workers.forEach(Math.toIntExact(Math.ceilDiv(elements, task)), index -> {
            Part part = parts.ofTask(new Transfer());
            long end = Math.min(elements, (index + 1) * task);
            for (long first = index * task; first < end; first += block) {
                part.at(first, (int) Math.min(block, end - first));
            }
        });
    }

    /** Writes what the change makes of the source, which may be the target. */
    void change(Numbers source, Numbers target, long elements, Change change) {
        forEach(elements, BLOCK, transfer -> {
            float[] values = new float[BLOCK];
            return (first, count) -> {
                transfer.read(source, first, count, values);
                change.apply(values, count);
                transfer.write(values, count, target, first);
            };
        });
    }

    /** Writes what the change makes of the source and the others. */
    void change(Numbers source, Numbers others, Numbers target, long elements, PairedChange change) {
        forEach(elements, BLOCK, transfer -> {
            float[] values = new float[BLOCK];
            float[] beside = new float[BLOCK];
            return (first, count) -> {
                transfer.read(source, first, count, values);
                transfer.read(others, first, count, beside);
                change.apply(values, beside, count);
                transfer.write(values, count, target, first);
            };
        });
    }
}
