package dev.roilab.model.pixelwindow;

import dev.roilab.data.ImageBatch;
import java.util.List;

/**
 * Cuts windows out of normalised pictures. A window's pixel {@code (side / 2, side / 2)}, rounded down, is the one that
 * it is about; what lies beyond the picture is 0, the mean colour.
 *
 * @param side of each window, pixels
 */
record PixelWindows(int side) {
    /** One pixel of a batch of pictures. */
    record Place(int image, int x, int y) {}

    /**
     * Windows as a batch, [places, 3, side, side].
     *
     * @param pictures the places' pictures, each at the upper left, zero beyond
     */
    ImageBatch of(ImageBatch pictures, List<Place> places) {
        int plane = pictures.height() * pictures.width();
        float[] values = new float[Math.multiplyExact(places.size(), 3 * side * side)];
        int to = 0;
        for (Place place : places) {
            for (int channel = 0; channel < 3; channel++) {
                copy(pictures, (place.image() * 3 + channel) * plane, place, values, to);
                to += side * side;
            }
        }
        return new ImageBatch(values, places.size(), side, side, List.of());
    }

    private void copy(ImageBatch pictures, int from, Place place, float[] values, int to) {
        int left = place.x() - side / 2;
        int top = place.y() - side / 2;
        int first = Math.max(0, -left);
        int end = Math.min(side, pictures.width() - left);
        for (int row = 0; row < side; row++) {
            int y = top + row;
            if (y >= 0 && y < pictures.height() && first < end) {
                System.arraycopy(
                        pictures.values(),
                        from + y * pictures.width() + left + first,
                        values,
                        to + row * side + first,
                        end - first);
            }
        }
    }
}
