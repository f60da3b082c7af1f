package dev.roilab.data.labels;

import dev.roilab.data.FileSample;
import dev.roilab.data.Pixels;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.Turn;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.data.labels.Windows.Window;
import java.util.List;
import java.util.Optional;

/** A part of a picture. */
record CropSample(CutPicture whole, Window window, TrueObjects truth) implements FileSample {
    CropSample(CutPicture whole, Window window) {
        this(whole, window, new TrueObjects(List.of(), Optional.of(whole.map(window))));
    }

    /** The picture's name and the upper left corner. */
    @Override
    public String id() {
        return "%s@%d,%d".formatted(file(), window.left(), window.top());
    }

    @Override
    public String file() {
        return whole.picture().name();
    }

    @Override
    public ImageHeader header() {
        return whole.picture().header();
    }

    @Override
    public Turn turn() {
        return whole.picture().turn();
    }

    @Override
    public int width() {
        return window.width();
    }

    @Override
    public int height() {
        return window.height();
    }

    @Override
    public Pixels read() {
        return whole.pixels(window);
    }
}
