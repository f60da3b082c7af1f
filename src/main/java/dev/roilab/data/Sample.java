package dev.roilab.data;

import java.util.List;

/** One annotated image. Its pixels are read on demand, from a file or a generator. */
public interface Sample {
    /** Unique within the data set; a file stem or an index. */
    String id();

    int width();

    int height();

    List<TrueObject> objects();

    /**
     * Decodes the image; safe to call from several threads.
     *
     * @throws DataException if the file is missing or unreadable
     */
    Pixels read();
}
