package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Resampling.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Which cells of an axis go into each cell of another, with what weight above 0. The gradient of a resampling is the
 * same with the roles reversed, so that both directions gather, in a fixed order.
 */
public final class AxisTaps {
    private final int[][] cells;
    private final float[][] weights;

    private AxisTaps(int[][] cells, float[][] weights) {
        this.cells = cells;
        this.weights = weights;
    }

    /** How a resampling makes {@code out} cells of {@code in}. */
    public static AxisTaps of(Kind kind, int in, int out) {
        int[][] cells = new int[out][];
        float[][] weights = new float[out][];
        for (int cell = 0; cell < out; cell++) {
            double place = place(kind, cell, in, out);
            int below = Math.min((int) place, in - 1);
            float above = below == in - 1 ? 0 : (float) (place - below);
            cells[cell] = above == 0 ? new int[] {below} : new int[] {below, below + 1};
            weights[cell] = above == 0 ? new float[] {1} : new float[] {1 - above, above};
        }
        return new AxisTaps(cells, weights);
    }

    private static double place(Kind kind, int cell, int in, int out) {
        return switch (kind) {
            case NEAREST -> Math.floorDiv((long) cell * in, out);
            case BILINEAR -> Math.max(0, (cell + 0.5) * in / out - 0.5);
            case BILINEAR_CORNERS -> out == 1 ? 0 : (double) cell * (in - 1) / (out - 1);
        };
    }

    /** The way back to {@code count} cells. */
    public AxisTaps reversed(int count) {
        List<List<Integer>> readers = new ArrayList<>();
        List<List<Float>> shares = new ArrayList<>();
        for (int cell = 0; cell < count; cell++) {
            readers.add(new ArrayList<>());
            shares.add(new ArrayList<>());
        }
        for (int reader = 0; reader < cells.length; reader++) {
            for (int tap = 0; tap < cells[reader].length; tap++) {
                readers.get(cells[reader][tap]).add(reader);
                shares.get(cells[reader][tap]).add(weights[reader][tap]);
            }
        }
        int[][] reversedCells = new int[count][];
        float[][] reversedWeights = new float[count][];
        for (int cell = 0; cell < count; cell++) {
            reversedCells[cell] =
                    readers.get(cell).stream().mapToInt(Integer::intValue).toArray();
            reversedWeights[cell] = new float[reversedCells[cell].length];
            for (int tap = 0; tap < reversedWeights[cell].length; tap++) {
                reversedWeights[cell][tap] = shares.get(cell).get(tap);
            }
        }
        return new AxisTaps(reversedCells, reversedWeights);
    }

    /** How many cells are made. */
    public int count() {
        return cells.length;
    }

    /** The cells that go into a cell, rising; not to be changed. */
    public int[] cells(int made) {
        return cells[made];
    }

    /** The weight of each of the {@link #cells}; not to be changed. */
    public float[] weights(int made) {
        return weights[made];
    }

    /** The most cells that go into one. */
    public int most() {
        int most = 0;
        for (int[] read : cells) {
            most = Math.max(most, read.length);
        }
        return most;
    }
}
