package dev.roilab.data.coco;

import dev.roilab.geometry.Box;
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
     * @param labelledPoints how many of them the file says are labelled, its {@code num_keypoints}
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
            Optional<Double> labelledPoints,
            String place) {
        String text() {
            return "%s: annotation %d".formatted(place, id);
        }

        /** The box by its corners. */
        Optional<Box> corners() {
            return box.map(sides -> new Box(sides[0], sides[1], sides[0] + sides[2], sides[1] + sides[3]));
        }

        /** The box, or where there is none that of the segmentation. */
        Optional<Box> around() {
            return corners().or(segmentation::bounds);
        }
    }

    /** How a file says which pixels are an object's. */
    sealed interface Segmentation {
        /** Around what it covers; absent where it says nothing or covers no pixel. */
        default Optional<Box> bounds() {
            return switch (this) {
                case None _ -> Optional.empty();
                case Polygons polygons -> Optional.of(polygons.around());
                case Runs(var mask) -> mask.area() == 0 ? Optional.empty() : Optional.of(mask.box());
            };
        }

        /** Not at all. */
        record None() implements Segmentation {}

        /** Each x1, y1, x2, y2, ... in continuous pixels. */
        record Polygons(List<double[]> corners) implements Segmentation {
            public Polygons {
                corners = List.copyOf(corners);
            }

            /** Around all corners. */
            Box around() {
                Box box = new Box(
                        Double.POSITIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.NEGATIVE_INFINITY);
                for (double[] polygon : corners) {
                    for (int i = 0; i + 1 < polygon.length; i += 2) {
                        box = new Box(
                                Math.min(box.x1(), polygon[i]),
                                Math.min(box.y1(), polygon[i + 1]),
                                Math.max(box.x2(), polygon[i]),
                                Math.max(box.y2(), polygon[i + 1]));
                    }
                }
                return box;
            }

            /** Of each polygon by its corners, without regard to overlaps; in square pixels. */
            double area() {
                double area = 0;
                for (double[] polygon : corners) {
                    double twice = 0;
                    for (int i = 0; i + 1 < polygon.length; i += 2) {
                        int next = (i + 2) % polygon.length;
                        twice += polygon[i] * polygon[next + 1] - polygon[next] * polygon[i + 1];
                    }
                    area += Math.abs(twice) / 2;
                }
                return area;
            }
        }

        /** Run by run. */
        record Runs(RunLengthMask mask) implements Segmentation {}
    }
}
