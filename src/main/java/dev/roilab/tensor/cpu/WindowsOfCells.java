package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Pooling;
import java.util.Arrays;

/** Which windows of a pooling have each cell, and at which place of their kernel, on one axis. */
final class WindowsOfCells {
    private final int[][] windows;
    private final int[][] places;

    private WindowsOfCells(int cells, int count, int kernel, int stride, int dilation, int before) {
        windows = new int[cells][];
        places = new int[cells][];
        for (int cell = 0; cell < cells; cell++) {
            int[] found = new int[kernel];
            int[] at = new int[kernel];
            int next = 0;
            for (int place = kernel - 1; place >= 0; place--) {
                int start = cell + before - place * dilation;
                if (start >= 0 && start % stride == 0 && start / stride < count) {
                    found[next] = start / stride;
                    at[next++] = place;
                }
            }
            windows[cell] = Arrays.copyOf(found, next);
            places[cell] = Arrays.copyOf(at, next);
        }
    }

    static WindowsOfCells down(PoolingCall call) {
        Pooling how = call.pooling();
        return new WindowsOfCells(
                call.input().size(2),
                call.output().size(2),
                how.kernelY(),
                how.strideY(),
                how.dilationY(),
                how.padding().top());
    }

    static WindowsOfCells across(PoolingCall call) {
        Pooling how = call.pooling();
        return new WindowsOfCells(
                call.input().size(3),
                call.output().size(3),
                how.kernelX(),
                how.strideX(),
                how.dilationX(),
                how.padding().left());
    }

    /** How many windows have a cell. */
    int count(int cell) {
        return windows[cell].length;
    }

    /** A cell's window; they rise with {@code index}. */
    int window(int cell, int index) {
        return windows[cell][index];
    }

    /** The cell's place in that window. */
    int place(int cell, int index) {
        return places[cell][index];
    }
}
