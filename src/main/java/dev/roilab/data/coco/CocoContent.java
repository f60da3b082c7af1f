package dev.roilab.data.coco;

import dev.roilab.geometry.mask.RunLengthMask;
import java.util.List;
import java.util.Optional;

/**
 * What a COCO file says, in its order; each record is whole by itself, and nothing is said of how they fit together.
 *
 * @param name of the file, for messages
 */
record CocoContent(String name, List<Image> images, List<Category> categories, List<Annotation> annotations) {
    CocoContent {
        images = List.copyOf(images);
        categories = List.copyOf(categories);
        annotations = List.copyOf(annotations);
    }

    /**
     * A picture.
     *
     * @param place file and line, for messages
     */
    record Image(long id, String fileName, int width, int height, String place) {
        String text() {
            return "%s: image %d (%s)".formatted(place, id, fileName);
        }
    }

    /**
     * A class.
     *
     * @param keyPoints their names; empty where its objects have none
     */
    record Category(long id, String name, List<String> keyPoints, String place) {
        Category {
            keyPoints = List.copyOf(keyPoints);
        }
    }

    /**
     * An object.
     *
     * @param box left, top, width, height in continuous pixels
     * @param area in square pixels
     * @param keyPoints x, y and visibility of each
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, then gone
    record Annotation(
            long id,
            long image,
            long category,
            boolean crowd,
            Optional<double[]> box,
            Optional<Double> area,
            Segmentation segmentation,
            double[] keyPoints,
            String place) {
        String text() {
            return "%s: annotation %d".formatted(place, id);
        }
    }

    /** How a file says which pixels are an object's. */
    sealed interface Segmentation {
        /** Not at all. */
        record None() implements Segmentation {}

        /** Each x1, y1, x2, y2, ... in continuous pixels. */
        record Polygons(List<double[]> corners) implements Segmentation {
            public Polygons {
                corners = List.copyOf(corners);
            }
        }

        /** Run by run. */
        record Runs(RunLengthMask mask) implements Segmentation {}
    }
}
