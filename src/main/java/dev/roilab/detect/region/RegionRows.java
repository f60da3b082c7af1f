package dev.roilab.detect.region;

import dev.roilab.geometry.Box;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Regions in the form that region operators read. */
public final class RegionRows {
    private RegionRows() {}

    /**
     * Rows of image index, x1, y1, x2, y2.
     *
     * @param imageOf index of the image that a region lies in, by the region's place
     * @return [R, 5], row major
     */
    public static float[] of(List<Box> regions, IntUnaryOperator imageOf) {
        float[] rows = new float[regions.size() * 5];
        for (int r = 0; r < regions.size(); r++) {
            Box box = regions.get(r);
            rows[5 * r] = imageOf.applyAsInt(r);
            rows[5 * r + 1] = (float) box.x1();
            rows[5 * r + 2] = (float) box.y1();
            rows[5 * r + 3] = (float) box.x2();
            rows[5 * r + 4] = (float) box.y2();
        }
        return rows;
    }
}
