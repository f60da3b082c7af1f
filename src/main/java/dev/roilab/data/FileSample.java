package dev.roilab.data;

import dev.roilab.data.image.ImageHeader;

/** A sample whose picture is a file. */
public interface FileSample extends Sample<TrueObjects> {
    /** The file, for counting: several samples may be of one. */
    default String file() {
        return id();
    }

    /** What the file says of itself. */
    ImageHeader header();

    /** That the stored pixels are given. */
    Turn turn();

    /** Parts of objects in its annotation that are passed over. */
    default int parts() {
        return 0;
    }
}
