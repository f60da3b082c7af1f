package dev.roilab.tensor.cpu;

import java.util.Arrays;

/**
 * Max-unpooling (Zeiler and Fergus, arXiv:1311.2901, section 2.1) and its gradient, on maps with the channels
 * innermost: cell by cell forward, window by window back, each over all channels at once. Numbers are moved, not
 * computed with, so they are bits here.
 */
final class MaxUnpoolKernel {
    private final PoolingCall call;
    private final PoolingSwitches switches;
    private final WindowsOfCells down;
    private final WindowsOfCells across;

    MaxUnpoolKernel(PoolingCall call, PoolingSwitches switches) {
        this.call = call;
        this.switches = switches;
        this.down = WindowsOfCells.down(call);
        this.across = WindowsOfCells.across(call);
    }

    /**
     * @param values [N, OH, OW, C]
     * @param map [N, H, W, C] of the same precision, written
     */
    void forward(Workers workers, Numbers values, Numbers map) {
        int height = call.input().size(2);
        workers.forEach(call.input().size(0) * height, row -> put(row / height, row % height, values, map));
    }

    private void put(int image, int y, Numbers values, Numbers map) {
        int rows = down.count(y);
        int[][][] names = new int[rows][][];
        int[][][] numbers = new int[rows][][];
        for (int row = 0; row < rows; row++) {
            names[row] = switches.row(image, down.window(y, row));
            numbers[row] = bits(
                    values,
                    image,
                    down.window(y, row),
                    call.output().size(2),
                    call.output().size(3));
        }
        int width = call.input().size(3);
        int[] cell = new int[call.channels()];
        for (int x = 0; x < width; x++) {
            Arrays.fill(cell, 0);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < across.count(x); column++) {
                    int window = across.window(x, column);
                    int name = switches.name(y, x, down.place(y, row), across.place(x, column));
                    replace(cell, names[row][window], name, numbers[row][window]);
                }
            }
            long first = (((long) image * call.input().size(2) + y) * width + x) * cell.length;
            Bfloats.writeBits(cell, map.memory(), map.precision(), first);
        }
    }

    /** One row of a map [N, height, width, C] as bits: [width, C]. */
    private int[][] bits(Numbers map, int image, int y, int height, int width) {
        int[][] row = new int[width][];
        for (int x = 0; x < width; x++) {
            long first = (((long) image * height + y) * width + x) * call.channels();
            row[x] = Bfloats.readBits(map.memory(), map.precision(), first, call.channels());
        }
        return row;
    }

    /**
     * @param outputGradient [N, H, W, C]
     * @param gradient [N, OH, OW, C] of the same precision, written
     */
    void gradient(Workers workers, Numbers outputGradient, Numbers gradient) {
        int rows = call.output().size(2);
        workers.forEach(
                call.input().size(0) * rows, row -> new Rows(row / rows, outputGradient).fetch(row % rows, gradient));
    }

    /** What one row of windows reads: rows of the map, and of switches, as they are asked for. */
    private final class Rows {
        private final int image;
        private final Numbers outputGradient;
        private final int[][][] upstream = new int[call.input().size(2)][][];
        private final int[][][] names = new int[call.output().size(2)][][];
        private final int[] taken = new int[call.channels()];

        Rows(int image, Numbers outputGradient) {
            this.image = image;
            this.outputGradient = outputGradient;
        }

        private int[] upstream(int y, int x) {
            if (upstream[y] == null) {
                upstream[y] = bits(
                        outputGradient,
                        image,
                        y,
                        call.input().size(2),
                        call.input().size(3));
            }
            return upstream[y][x];
        }

        private int[] names(int row, int column) {
            if (names[row] == null) {
                names[row] = switches.row(image, row);
            }
            return names[row][column];
        }

        void fetch(int row, Numbers gradient) {
            var how = call.pooling();
            int windows = call.output().size(3);
            int[] numbers = new int[call.channels()];
            for (int window = 0; window < windows; window++) {
                Arrays.fill(numbers, 0);
                for (int place = 0; place < how.kernelY() * how.kernelX(); place++) {
                    int i = place / how.kernelX();
                    int j = place % how.kernelX();
                    int y = row * how.strideY() - how.padding().top() + i * how.dilationY();
                    int x = window * how.strideX() - how.padding().left() + j * how.dilationX();
                    if (y >= 0
                            && y < upstream.length
                            && x >= 0
                            && x < call.input().size(3)) {
                        Arrays.fill(taken, 0);
                        takeLater(y, x, row, window);
                        int name = switches.name(y, x, i, j);
                        replaceFree(numbers, taken, names(row, window), name, upstream(y, x));
                    }
                }
                long first = (((long) image * names.length + row) * windows + window) * numbers.length;
                Bfloats.writeBits(numbers, gradient.memory(), gradient.precision(), first);
            }
        }

        /** Marks the channels in which a later window put its value at a cell. */
        private void takeLater(int y, int x, int row, int window) {
            for (int index = 0; index < down.count(y); index++) {
                int otherRow = down.window(y, index);
                for (int inner = 0; otherRow >= row && inner < across.count(x); inner++) {
                    int other = across.window(x, inner);
                    if (otherRow > row || other > window) {
                        int name = switches.name(y, x, down.place(y, index), across.place(x, inner));
                        mark(taken, names(otherRow, other), name);
                    }
                }
            }
        }
    }

    // Without branches, so that the loops become vector instructions: all bits where two integers are equal, or none.
    private static int equal(int a, int b) {
        int difference = a ^ b;
        return ~((difference | -difference) >> 31);
    }

    private static void mark(int[] taken, int[] names, int name) {
        for (int channel = 0; channel < taken.length; channel++) {
            taken[channel] |= equal(names[channel], name);
        }
    }

    private static void replace(int[] target, int[] names, int name, int[] source) {
        for (int channel = 0; channel < target.length; channel++) {
            int chosen = equal(names[channel], name);
            target[channel] = (target[channel] & ~chosen) | (source[channel] & chosen);
        }
    }

    private static void replaceFree(int[] target, int[] taken, int[] names, int name, int[] source) {
        for (int channel = 0; channel < target.length; channel++) {
            int chosen = equal(names[channel], name) & ~taken[channel];
            target[channel] |= source[channel] & chosen;
        }
    }
}
