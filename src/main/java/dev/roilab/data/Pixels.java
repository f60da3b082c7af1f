package dev.roilab.data;

/**
 * A decoded image: 8 bits a channel, RGB interleaved, rows from top to bottom.
 *
 * @param rgb length {@code width * height * 3}
 */
@SuppressWarnings("ArrayRecordComponent") // a bitmap is compared by identity; copying megabytes would gain nothing
public record Pixels(int width, int height, byte[] rgb) {
    public Pixels {
        if (rgb.length != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
            throw new IllegalArgumentException(
                    "%d x %d pixels need %d bytes, got %d".formatted(width, height, width * height * 3, rgb.length));
        }
    }
}
