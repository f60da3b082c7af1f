package dev.roilab.data.voc;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.Turn;
import dev.roilab.data.image.ImageFiles;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.data.image.JpegData;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** An image file with its annotation. */
public final class VocSample implements Sample<TrueObjects> {
    private final String id;
    private final Path root;
    private final String image;
    private final Picture picture;
    private final TrueObjects truth;
    private final Set<String> leftOver;

    /**
     * A sample whose file was looked at.
     *
     * @param image in the folder {@code root}; messages name it so, as the linter's do
     * @param objects in the picture so turned
     * @param leftOver names of files with bytes behind their last row
     */
    VocSample(String id, Path root, String image, Picture picture, List<TrueObject> objects, Set<String> leftOver) {
        this.id = id;
        this.root = root;
        this.image = image;
        this.picture = picture;
        this.truth = new TrueObjects(objects);
        this.leftOver = leftOver;
    }

    /**
     * How a file is read.
     *
     * @param turn that its stored pixels are given
     * @param parts of objects in its annotation, which are passed over
     */
    public record Picture(ImageHeader header, Turn turn, int parts) {
        int width() {
            return turn == Turn.NONE ? header.width() : header.shownWidth();
        }

        int height() {
            return turn == Turn.NONE ? header.height() : header.shownHeight();
        }
    }

    /** The same picture as if nobody had marked its difficult objects. */
    VocSample withoutDifficult() {
        List<TrueObject> easy =
                truth.objects().stream().filter(object -> !object.difficult()).toList();
        return new VocSample(id, root, image, picture, easy, leftOver);
    }

    /** What its file's head says. */
    public Picture picture() {
        return picture;
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
        byte[] file = ImageFiles.bytes(root.resolve(image), image);
        byte[] clean = leftOver.contains(image) ? JpegData.withoutLeftOver(file) : file;
        return picture.turn().shown(ImageFiles.decode(clean, image));
    }
}
