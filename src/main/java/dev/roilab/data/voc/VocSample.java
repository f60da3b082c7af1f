package dev.roilab.data.voc;

import dev.roilab.data.FileSample;
import dev.roilab.data.Pixels;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.Turn;
import dev.roilab.data.check.PictureFile;
import dev.roilab.data.image.ImageHeader;
import java.util.List;

/** An image file with its annotation. */
public final class VocSample implements FileSample {
    private final String id;
    private final PictureFile picture;
    private final int parts;
    private final TrueObjects truth;

    /**
     * A sample whose file was looked at.
     *
     * @param parts of objects in its annotation, which are passed over
     * @param objects in the picture so turned
     */
    VocSample(String id, PictureFile picture, int parts, List<TrueObject> objects) {
        this.id = id;
        this.picture = picture;
        this.parts = parts;
        this.truth = new TrueObjects(objects);
    }

    /** The same picture as if nobody had marked its difficult objects. */
    VocSample withoutDifficult() {
        List<TrueObject> easy =
                truth.objects().stream().filter(object -> !object.difficult()).toList();
        return new VocSample(id, picture, parts, easy);
    }

    @Override
    public ImageHeader header() {
        return picture.header();
    }

    @Override
    public Turn turn() {
        return picture.turn();
    }

    @Override
    public int parts() {
        return parts;
    }

    @Override
    public String id() {
        return id;
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
    public TrueObjects truth() {
        return truth;
    }

    @Override
    public Pixels read() {
        return picture.read();
    }
}
