package dev.roilab.model.yolo;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import java.util.List;

/** A black image four times as wide as high. */
record WideSample() implements Sample<TrueObjects> {
    @Override
    public String id() {
        return "wide";
    }

    @Override
    public int width() {
        return 80;
    }

    @Override
    public int height() {
        return 20;
    }

    @Override
    public TrueObjects truth() {
        return new TrueObjects(List.of());
    }

    @Override
    public Pixels read() {
        return new Pixels(width(), height(), new byte[3 * width() * height()]);
    }
}
