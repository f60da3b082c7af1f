package dev.roilab.detect.staged;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.nio.file.Path;
import java.util.List;

/** Windows of a picture, with features that a test chooses. */
final class Windows {
    private static final int SIDE = 200;

    private Windows() {}

    private record Blank(TrueObjects truth) implements Sample<TrueObjects> {
        @Override
        public String id() {
            return "blank";
        }

        @Override
        public int width() {
            return SIDE;
        }

        @Override
        public int height() {
            return SIDE;
        }

        @Override
        public Pixels read() {
            return new Pixels(SIDE, SIDE, new byte[3 * SIDE * SIDE]);
        }
    }

    static TrueObject object(int label, double x, double y, double side) {
        return new TrueObject(label, square(x, y, side), false);
    }

    static Box square(double x, double y, double side) {
        return new Box(x, y, x + side, y + side);
    }

    static ImageWindows of(List<Box> proposals, TrueObject... objects) {
        return ImageWindows.of(new Blank(new TrueObjects(List.of(objects))), proposals);
    }

    /** One row a window, proposals first. */
    static FeatureCache features(Path folder, float[]... rows) {
        var cache = new FeatureCache(folder, rows[0].length);
        for (int row = 0; row < rows.length; row++) {
            cache.put(row, rows[row], 0);
        }
        return cache;
    }
}
