package dev.roilab.data;

import java.util.List;

/**
 * Normalised images of one size. Each lies at the upper left; the rest, to the right and below, is zero.
 *
 * @param values {@code [N, 3, H, W]}, row major, RGB; mean 0 and variance about 1
 * @param count N
 * @param height H, a multiple of the step of the preparation that made it
 * @param width W, the same
 * @param images N of them, in order
 */
@SuppressWarnings("ArrayRecordComponent") // handed to an engine once; copying megabytes would gain nothing
public record ImageBatch(float[] values, int count, int height, int width, List<? extends Prepared<?>> images) {
    public ImageBatch {
        images = List.copyOf(images);
    }
}
