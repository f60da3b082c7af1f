package dev.roilab.model.pixelwindow;

import dev.roilab.model.pixelwindow.PixelWindows.Place;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pixels that a test looks at: one in each square of a picture, in its middle, and in smaller pieces of squares at
 * the right and below the nearest that the picture has.
 *
 * @param height of the picture
 * @param width of the picture
 * @param step side of a square, pixels
 */
record PixelGrid(int height, int width, int step) {
    private int columns() {
        return Math.ceilDiv(width, step);
    }

    /** Row by row, of the first picture of a batch. */
    List<Place> places() {
        return IntStream.range(0, Math.ceilDiv(height, step) * columns())
                .mapToObj(square -> new Place(0, middle(square % columns(), width), middle(square / columns(), height)))
                .toList();
    }

    private int middle(int square, int end) {
        return Math.min(square * step + step / 2, end - 1);
    }

    /** [height, width]: for every pixel the label of its square. */
    byte[] filled(byte[] labels) {
        byte[] filled = new byte[height * width];
        for (int place = 0; place < filled.length; place++) {
            filled[place] = labels[place / width / step * columns() + place % width / step];
        }
        return filled;
    }
}
