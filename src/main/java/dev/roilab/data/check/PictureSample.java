package dev.roilab.data.check;

import dev.roilab.data.FileSample;
import dev.roilab.data.Pixels;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.Turn;
import dev.roilab.data.image.ImageHeader;

/**
 * A picture that is a file, and what is known of it.
 *
 * @param id its file's name in the data set's folder
 */
public record PictureSample(String id, PictureFile picture, TrueObjects truth) implements FileSample {
    @Override
    public ImageHeader header() {
        return picture.header();
    }

    @Override
    public Turn turn() {
        return picture.turn();
    }

    @Override
    public int width() {
        return picture.width();
    }

    @Override
    public int height() {
        return picture.height();
    }

    @Override
    public Pixels read() {
        return picture.read();
    }
}
