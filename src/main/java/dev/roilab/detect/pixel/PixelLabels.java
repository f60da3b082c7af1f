package dev.roilab.detect.pixel;

import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.mask.PlacedLabels;

/**
 * From scores to the labels of a picture: at each pixel of the resized picture the class of the highest score, the
 * first of equals; then, at each pixel of the original, the label of the nearest.
 */
public final class PixelLabels {
    private PixelLabels() {}

    /**
     * The best class of each pixel of a resized picture, [h, w], row by row.
     *
     * @param scores [K, height, width], the picture at the upper left
     * @param image whose pixels those are, h high and w wide
     */
    public static byte[] best(float[] scores, int height, int width, Prepared<?> image) {
        int plane = height * width;
        byte[] labels = new byte[image.height() * image.width()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                labels[y * image.width() + x] = (byte) best(scores, y * width + x, plane);
            }
        }
        return labels;
    }

    private static int best(float[] scores, int place, int plane) {
        int best = 0;
        for (int label = 1; label < scores.length / plane; label++) {
            if (scores[label * plane + place] > scores[best * plane + place]) {
                best = label;
            }
        }
        return best;
    }

    /**
     * Labels of a resized picture at the original's size.
     *
     * @param labels [height, width] of the resized picture, row by row
     */
    public static LabelMap original(byte[] labels, Prepared<?> image, Sample<?> sample) {
        var whole = new Box(0, 0, image.width(), image.height());
        return LabelMap.of(
                sample.height(),
                sample.width(),
                PlacedLabels.of(
                        labels, image.height(), image.width(), whole, sample.height(), sample.width(), false, (byte)
                                LabelMap.IGNORED));
    }
}
