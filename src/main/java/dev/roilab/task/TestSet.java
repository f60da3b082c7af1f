package dev.roilab.task;

import dev.roilab.data.Sample;
import java.util.List;

/**
 * A tested split, in its order.
 *
 * @param classes names of the data set's classes
 */
public record TestSet<T, P>(List<String> classes, List<Tested<T, P>> images) {
    public TestSet {
        classes = List.copyOf(classes);
        images = List.copyOf(images);
    }

    /** One image. */
    public record Tested<T, P>(Sample sample, T truth, P found) {}

    /** Of the images, in their order. */
    public List<String> ids() {
        return images.stream().map(image -> image.sample().id()).toList();
    }
}
