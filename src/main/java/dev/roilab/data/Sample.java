package dev.roilab.data;

/**
 * One annotated image. Its pixels are read on demand, from a file or a generator. What only looks at pixels takes a
 * {@code Sample<?>}, of which the truth cannot be read.
 *
 * @param <T> what is known of it
 */
public interface Sample<T extends Annotation<T>> {
    /** Unique within the data set; a file stem or an index. */
    String id();

    int width();

    int height();

    /** In pixels of the image, as {@link #read} gives it. */
    T truth();

    /**
     * Decodes the image; safe to call from several threads.
     *
     * @throws DataException if the file is missing or unreadable
     */
    Pixels read();
}
