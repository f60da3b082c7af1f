package dev.roilab.detect.pixel;

import dev.roilab.data.Prepared;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.task.segmentation.TrueLabels;
import java.util.Arrays;
import java.util.List;

/** The true classes of the pixels of a batch. */
public final class PixelTruth {
    /** What a loss leaves out: ignored pixels, and those that a picture was padded with. */
    public static final int LEFT_OUT = -1;

    private PixelTruth() {}

    /**
     * A class for each pixel, or {@link #LEFT_OUT}: [N, height, width].
     *
     * @param images each of which lies at the upper left of its place
     * @param height of the batch
     * @param width of the batch
     */
    public static int[] of(List<Prepared<TrueObjects>> images, int height, int width) {
        int[] labels = new int[Math.multiplyExact(images.size(), Math.multiplyExact(height, width))];
        Arrays.fill(labels, LEFT_OUT);
        for (int n = 0; n < images.size(); n++) {
            LabelMap map = of(images.get(n));
            byte[] own = map.labels();
            for (int y = 0; y < map.height(); y++) {
                for (int x = 0; x < map.width(); x++) {
                    labels[(n * height + y) * width + x] = label(own[y * map.width() + x]);
                }
            }
        }
        return labels;
    }

    /** Of a resized picture. */
    public static LabelMap of(Prepared<TrueObjects> image) {
        return TrueLabels.of(image.truth(), image.height(), image.width());
    }

    /** As a loss takes it. */
    public static int label(byte label) {
        int unsigned = label & 0xFF;
        return unsigned == LabelMap.IGNORED ? LEFT_OUT : unsigned;
    }
}
