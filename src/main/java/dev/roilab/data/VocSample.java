package dev.roilab.data;

import java.nio.file.Path;
import java.util.List;

/** An image file with its annotation. */
final class VocSample implements Sample {
    private final String id;
    private final Path image;
    private final ImageHeader header;
    private final List<TrueObject> objects;

    VocSample(String id, Path image, ImageHeader header, List<TrueObject> objects) {
        this.id = id;
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
        return ImageFiles.read(image);
    }
}
