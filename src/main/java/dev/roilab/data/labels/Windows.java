package dev.roilab.data.labels;

import dev.roilab.data.LabelMapsSettings.Crop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which parts of a picture are samples.
 *
 * @param crop absent: the whole picture is one
 * @param once whether each pixel counts in one part alone, as in a test
 */
record Windows(Optional<Crop> crop, boolean once) {
    /**
     * A part of a picture, in its pixels.
     *
     * @param countedLeft the first column, from its own corner, that no part before it has
     * @param countedTop the first such row
     */
    record Window(int left, int top, int width, int height, int countedLeft, int countedTop) {}

    /** The parts of a picture of this size, row by row. */
    List<Window> of(int width, int height) {
        if (crop.isEmpty()) {
            return List.of(new Window(0, 0, width, height, 0, 0));
        }
        int side = crop.get().side();
        int step = once ? side : crop.get().step().orElse(side);
        List<Integer> columns = starts(width, side, step);
        List<Integer> rows = starts(height, side, step);
        List<Window> windows = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                windows.add(new Window(
                        columns.get(column),
                        rows.get(row),
                        Math.min(side, width),
                        Math.min(side, height),
                        shared(columns, column, side),
                        shared(rows, row, side)));
            }
        }
        return windows;
    }

    private static List<Integer> starts(int length, int side, int step) {
        List<Integer> starts = new ArrayList<>();
        for (int start = 0; start + side < length; start += step) {
            starts.add(start);
        }
        starts.add(Math.max(0, length - side));
        return starts;
    }

    /** What the part before has of this one. */
    private int shared(List<Integer> starts, int place, int side) {
        return once && place > 0 ? Math.max(0, starts.get(place - 1) + side - starts.get(place)) : 0;
    }
}
