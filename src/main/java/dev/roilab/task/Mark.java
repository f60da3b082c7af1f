package dev.roilab.task;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/**
 * Something that the gallery draws upon a test image, in pixels of the original. JSON tells its kind by {@code type}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Mark {
    /**
     * An upright rectangle.
     *
     * @param label index of the class that gives its colour; absent where there are no classes
     * @param score how sure the system is, in [0, 1]; readers may hide the least sure
     */
    record Rectangle(double x1, double y1, double x2, double y2, Optional<Integer> label, Optional<Double> score)
            implements Mark {}

    /**
     * What lies inside closed borders, by the even-odd rule: an object with its holes.
     *
     * @param borders each x1, y1, x2, y2, ... of its corners
     * @param label index of the class that gives its colour; absent where there are no classes
     * @param score how sure the system is, in [0, 1]; readers may hide the least sure
     */
    record Area(List<List<Double>> borders, Optional<Integer> label, Optional<Double> score) implements Mark {
        public Area {
            borders = borders.stream().map(List::copyOf).toList();
        }
    }

    /**
     * Points of one object.
     *
     * @param places x and y of each
     * @param label index of the class that gives their colour; absent where there are no classes
     * @param score how sure the system is, in [0, 1]; readers may hide the least sure
     */
    record Points(List<List<Double>> places, Optional<Integer> label, Optional<Double> score) implements Mark {
        public Points {
            places = places.stream().map(List::copyOf).toList();
        }
    }

    /** A line of words about the whole image. */
    record Words(String text) implements Mark {}
}
