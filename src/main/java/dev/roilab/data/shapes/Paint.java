package dev.roilab.data.shapes;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A colour and the direction in which its texture varies it, in grey levels.
 *
 * @param varyRed added where the texture is 1 and subtracted where it is -1; so for the others
 */
record Paint(double red, double green, double blue, double varyRed, double varyGreen, double varyBlue) {
    // Objects differ from what is around them by at least this, so that none is invisible (tried by eye).
    private static final double LEAST_CONTRAST = 95;
    private static final int TRIES = 40;
    // Texture stays well below the contrast: at full strength it confuses edges but does not hide objects.
    private static final double GROUND_VARIATION = 40;
    private static final double OBJECT_VARIATION = 50;

    static Paint ground(SplittableRandom random, double texture) {
        return random(random, 50, 205, GROUND_VARIATION * texture);
    }

    /** A paint that stands out against all the others; the best of some tries where none stands out enough. */
    static Paint contrasting(SplittableRandom random, List<Paint> others, double texture) {
        Paint best = random(random, 15, 240, OBJECT_VARIATION * texture);
        double bestDistance = best.distance(others);
        for (int i = 0; i < TRIES && bestDistance < LEAST_CONTRAST; i++) {
            Paint candidate = random(random, 15, 240, OBJECT_VARIATION * texture);
            if (candidate.distance(others) > bestDistance) {
                best = candidate;
                bestDistance = candidate.distance(others);
            }
        }
        return best;
    }

    private static Paint random(SplittableRandom random, double least, double most, double variation) {
        return new Paint(
                random.nextDouble(least, most),
                random.nextDouble(least, most),
                random.nextDouble(least, most),
                variation * random.nextDouble(0.5, 1),
                variation * random.nextDouble(0.5, 1),
                variation * random.nextDouble(0.5, 1));
    }

    private double distance(List<Paint> others) {
        double least = Double.MAX_VALUE;
        for (Paint other : others) {
            double dr = red - other.red;
            double dg = green - other.green;
            double db = blue - other.blue;
            least = Math.min(least, Math.sqrt(dr * dr + dg * dg + db * db));
        }
        return least;
    }
}
