package dev.roilab.proposal;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.SplittableRandom;

/** A small image of bright rectangles on dark, noisy ground; the rectangles are its objects. */
record Picture(String id, int width, int height, TrueObjects truth, int brightness) implements Sample<TrueObjects> {
    Picture(String id, int width, int height, Box... objects) {
        this(
                id,
                width,
                height,
                new TrueObjects(List.of(objects).stream().map(Picture::object).toList()),
                200);
    }

    private static TrueObject object(Box box) {
        return new TrueObject(0, box, false);
    }

    Picture withBrightness(int other) {
        return new Picture(id, width, height, truth, other);
    }

    @Override
    public Pixels read() {
        byte[] rgb = new byte[width * height * 3];
        var random = new SplittableRandom(1);
        for (int i = 0; i < rgb.length; i++) {
            int column = i / 3 % width;
            int row = i / 3 / width;
            boolean inside = truth.objects().stream()
                    .map(TrueObject::box)
                    .anyMatch(box -> column >= box.x1() && column < box.x2() && row >= box.y1() && row < box.y2());
            rgb[i] = (byte) ((inside ? brightness : 40) + random.nextInt(20));
        }
        return new Pixels(width, height, rgb);
    }
}
