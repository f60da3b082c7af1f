package dev.roilab.tensor.cpu;

import java.util.Arrays;

/**
 * A sparse matrix of one axis: row by row, which columns count and how much. Forward, the rows are a region's bins and
 * the columns the map's cells; {@link #transposed}, which the gradient reads, has it the other way round.
 *
 * <p>The weights of a region's two axes multiply: a bin's mean over its points is the sum over the cells of both lists.
 * Points that share cells cost nothing extra.
 */
final class AxisWeights {
    private final int[] starts;
    private final int[] columns;
    private final double[] weights;

    private AxisWeights(int[] starts, int[] columns, double[] weights) {
        this.starts = starts;
        this.columns = columns;
        this.weights = weights;
    }

    int rows() {
        return starts.length - 1;
    }

    /** The first entry of a row; its last is the one before {@code start(row + 1)}. */
    int start(int row) {
        return starts[row];
    }

    int column(int entry) {
        return columns[entry];
    }

    double weight(int entry) {
        return weights[entry];
    }

    /** @param columnCount how many columns there are, read or not */
    AxisWeights transposed(int columnCount) {
        int[] ends = new int[columnCount + 1];
        int entries = starts[rows()];
        for (int entry = 0; entry < entries; entry++) {
            ends[columns[entry] + 1]++;
        }
        for (int column = 0; column < columnCount; column++) {
            ends[column + 1] += ends[column];
        }
        int[] next = ends.clone();
        int[] turnedColumns = new int[entries];
        double[] turnedWeights = new double[entries];
        for (int row = 0; row < rows(); row++) {
            for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
                int place = next[columns[entry]]++;
                turnedColumns[place] = row;
                turnedWeights[place] = weights[entry];
            }
        }
        return new AxisWeights(ends, turnedColumns, turnedWeights);
    }

    /** Fills the rows one after another. */
    static final class Builder {
        private final int[] starts;
        private int[] columns = new int[32];
        private double[] weights = new double[32];
        private int row;
        private int count;

        Builder(int rows) {
            starts = new int[rows + 1];
        }

        /** Adds to the weight of a column of the row being filled. */
        void add(int column, double weight) {
            if (weight == 0) {
                return;
            }
            // Neighbouring points share cells, so a match is among the last entries or nowhere.
            for (int entry = count - 1; entry >= starts[row]; entry--) {
                if (columns[entry] == column) {
                    weights[entry] += weight;
                    return;
                }
            }
            if (count == columns.length) {
                columns = Arrays.copyOf(columns, 2 * count);
                weights = Arrays.copyOf(weights, 2 * count);
            }
            columns[count] = column;
            weights[count++] = weight;
        }

        void endRow() {
            starts[++row] = count;
        }

        AxisWeights build() {
            return new AxisWeights(starts, columns, weights);
        }
    }
}
