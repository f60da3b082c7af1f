package dev.roilab.data.shapes;

import dev.roilab.data.DataSettings;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A class of striped shapes.
 *
 * @param degrees that its stripes' normal is turned from level, in [0, 180)
 */
public record PatternClass(ShapeClass shape, int degrees) {
    private static final int HALF_TURN = 180;

    private static final List<ShapeClass> SHAPES = List.of(ShapeClass.values());

    /** Of a label: the directions of the first shape, then those of the next. */
    static PatternClass of(DataSettings.Patterns settings, int label) {
        int direction = label % settings.directions();
        return new PatternClass(
                SHAPES.get(label / settings.directions()), HALF_TURN * direction / settings.directions());
    }

    /** Of all classes, in the order of their labels: {@code circle-0}, {@code circle-45}. */
    public static List<String> names(DataSettings.Patterns settings) {
        return IntStream.range(0, settings.shapes() * settings.directions())
                .mapToObj(label -> of(settings, label))
                .map(each -> each.shape().label() + "-" + each.degrees())
                .toList();
    }

    /** Radians. */
    double angle() {
        return Math.PI * degrees / HALF_TURN;
    }
}
