package dev.roilab.task;

import dev.roilab.data.Annotation;
import dev.roilab.data.Sample;
import java.util.List;

/**
 * A tested split, in its order.
 *
 * @param classes names of the data set's classes
 */
public record TestSet<T extends Annotation<T>, P>(List<String> classes, List<Tested<T, P>> images) {
    public TestSet {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
    }

    /** One image. */
    public record Tested<T extends Annotation<T>, P>(Sample<T> sample, P found) {
        /** What is true of it. */
        public T truth() {
            return sample.truth();
        }
    }

    /** Of the images, in their order. */
    public List<String> ids() {
        return images.stream().map(image -> image.sample().id()).toList();
    }
}
