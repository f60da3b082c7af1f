package dev.roilab.task;

import dev.roilab.data.Annotation;
import dev.roilab.data.Sample;
import java.util.List;
import java.util.Set;

/**
 * A tested split, in its order.
 *
 * @param classes names of the data set's classes
 * @param similar groups of classes, by label, that the study calls easily taken for one another
 */
public record TestSet<T extends Annotation<T>, P>(
        List<String> classes, List<Tested<T, P>> images, List<Set<Integer>> similar) {
    public TestSet {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
        similar = List.copyOf(similar);
    }

    /** No classes are similar. */
    public TestSet(List<String> classes, List<Tested<T, P>> images) {
        this(classes, images, List.of());
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
