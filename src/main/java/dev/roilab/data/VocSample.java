package dev.roilab.data;

import java.nio.file.Path;
import java.util.List;

/** An image file with its annotation. */
final class VocSample implements Sample {
    private final String id;
    private final Path root;
    private final String image;
    private final ImageHeader header;
    private final List<TrueObject> objects;

    /** @param image in the folder {@code root}; messages name it so, as the linter's do */
    VocSample(String id, Path root, String image, ImageHeader header, List<TrueObject> objects) {
        this.id = id;
        this.root = root;
        this.image = image;
        this.header = header;
        this.objects = List.copyOf(objects);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int width() {
        return header.width();
    }

    @Override
    public int height() {
        return header.height();
    }

    @Override
    public List<TrueObject> objects() {
        return objects;
    }

    @Override
    public Pixels read() {
        return ImageFiles.read(root.resolve(image), image);
    }
}
