package dev.roilab.bench;

import java.util.SplittableRandom;

/** Random but fixed inputs. */
final class Drawn {
    private Drawn() {}

    /** In [-1, 1). */
    static float[] uniform(int count) {
        var random = new SplittableRandom(5);
        float[] values = new float[count];
        for (int index = 0; index < count; index++) {
            values[index] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    /** Rows of image, x1, y1, x2, y2; corners uniform over the image's upper left, sides of a twentieth to a half. */
    static float[] regions(int count, int images, int height, int width) {
        var random = new SplittableRandom(2);
        float[] rows = new float[5 * count];
        for (int region = 0; region < count; region++) {
            double x = random.nextDouble(0.5) * width;
            double y = random.nextDouble(0.5) * height;
            int image = region / Math.ceilDiv(count, images);
            rows[5 * region] = image;
            rows[5 * region + 1] = (float) x;
            rows[5 * region + 2] = (float) y;
            rows[5 * region + 3] = (float) (x + random.nextDouble(0.05, 0.5) * width);
            rows[5 * region + 4] = (float) (y + random.nextDouble(0.05, 0.5) * height);
        }
        return rows;
    }

    /** Labels from 0 to the number of classes. */
    static int[] labels(int count, int classes) {
        return new SplittableRandom(4).ints(count, 0, classes + 1).toArray();
    }
}
