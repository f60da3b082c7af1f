package dev.roilab.data.shapes;

import dev.roilab.data.check.SettingRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of object of the synthetic pictures, in label order. Each keeps its identity under rotation and under a
 * horizontal flip.
 */
public enum ShapeClass {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    CROSS,
    RING,
    STAR,
    ARROW,
    CHEVRON;

    // Points of the outlines, x and y in turn; the origin is inside or near, the scale is of no importance.
    private static final double[] SQUARE_POINTS = {-1, -1, 1, -1, 1, 1, -1, 1};
    private static final double[] CROSS_POINTS = {
        -1, -3, 1, -3, 1, -1, 3, -1, 3, 1, 1, 1, 1, 3, -1, 3, -1, 1, -3, 1, -3, -1, -1, -1
    };
    private static final double[] ARROW_POINTS = {0, -4, 3, -0.5, 1.2, -0.5, 1.2, 4, -1.2, 4, -1.2, -0.5, -3, -0.5};
    // Tip, left and right wing, left and right tail: places in the list of points, seen towards the tip.
    private static final int[] ARROW_CORNERS = {0, 6, 1, 4, 3};
    private static final int[] CHEVRON_CORNERS = {0, 5, 1, 4, 2};
    private static final double[] CHEVRON_POINTS = {-2, -2, 2, -2, 2, -0.6, -0.6, -0.6, -0.6, 2, -2, 2};
    // The depth of a pentagram's notches is 0.38; a little more keeps small stars from falling apart.
    private static final double STAR_NOTCH = 0.42;
    private static final double RING_HOLE = 0.55;

    /**
     * What is wrong with a choice of them.
     *
     * @param classes how many there are to be
     * @param kinds which; absent: the first ones
     */
    public static List<String> problems(int classes, Optional<List<ShapeClass>> kinds) {
        List<String> problems = new ArrayList<>();
        int available = values().length;
        SettingRules.require(problems, classes <= available, "classes must be <= " + available, classes);
        kinds.ifPresent(named -> {
            SettingRules.require(
                    problems, named.size() == classes, "kinds must be " + classes + ", as classes says", named);
            SettingRules.require(
                    problems, new HashSet<>(named).size() == named.size(), "kinds must not repeat one", named);
        });
        return problems;
    }

    /** The class's name in a data set. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Which corners of its outline are the key points of {@link ShapeKeyPoints#LAYOUT}, in its order; empty for a shape
     * of which no corner can be told from the others once it is turned.
     */
    int[] corners() {
        return switch (this) {
            case ARROW -> ARROW_CORNERS.clone();
            case CHEVRON -> CHEVRON_CORNERS.clone();
            case CIRCLE, SQUARE, TRIANGLE, CROSS, RING, STAR -> new int[0];
        };
    }

    /** The outline near the origin, turned by an angle in radians; size and exact position are the caller's. */
    Outline outline(double angle) {
        return switch (this) {
            case CIRCLE -> new Outline.Ring(0, 0, 1, 0);
            case RING -> new Outline.Ring(0, 0, 1, RING_HOLE);
            case SQUARE -> turned(SQUARE_POINTS, angle);
            case TRIANGLE -> turned(regular(3, 1), angle);
            case CROSS -> turned(CROSS_POINTS, angle);
            case STAR -> turned(regular(10, STAR_NOTCH), angle);
            case ARROW -> turned(ARROW_POINTS, angle);
            case CHEVRON -> turned(CHEVRON_POINTS, angle);
        };
    }

    /** Points at equal angles; the odd ones at {@code oddRadius}. */
    private static double[] regular(int points, double oddRadius) {
        double[] coordinates = new double[2 * points];
        for (int i = 0; i < points; i++) {
            double radius = i % 2 == 0 || points % 2 == 1 ? 1 : oddRadius;
            coordinates[2 * i] = radius * StrictMath.sin(2 * Math.PI * i / points);
            coordinates[2 * i + 1] = -radius * StrictMath.cos(2 * Math.PI * i / points);
        }
        return coordinates;
    }

    private static Outline turned(double[] coordinates, double angle) {
        // StrictMath: the same pictures on every machine.
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        double[] xs = new double[coordinates.length / 2];
        double[] ys = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = coordinates[2 * i] * cosine - coordinates[2 * i + 1] * sine;
            ys[i] = coordinates[2 * i] * sine + coordinates[2 * i + 1] * cosine;
        }
        return new Outline.Polygon(xs, ys);
    }
}
