package dev.roilab.data;

/**
 * What is true of a picture, in its pixels. It moves wherever the pixels are moved, so that no resizing, flipping or
 * cropping can part the two.
 *
 * @param <T> itself
 */
public interface Annotation<T extends Annotation<T>> {
    /** The same in the pixels of a picture that was made of the annotated one. */
    T placed(Placement placement);
}
