package dev.roilab.data.shapes;

import dev.roilab.geometry.Box;
import java.util.Arrays;

/**
 * The ideal border of a drawn object, in continuous pixels. Its inside is what lies between the odd and the even
 * crossings of a horizontal line.
 */
sealed interface Outline {
    /** The most crossings that a horizontal line can have: no outline of this package has more sides, warped or not. */
    int MOST_CROSSINGS = 200;

    /** The exact extent. */
    Box box();

    /** The exact area. */
    double area();

    /** This outline, scaled about the origin and then moved. */
    Outline place(double scale, double moveX, double moveY);

    /**
     * Where the horizontal line at {@code y} enters and leaves.
     *
     * @param into receives the crossings in ascending order; length at least {@link #MOST_CROSSINGS}
     * @return how many there are, an even number
     */
    int crossings(double y, double[] into);

    /** Whether a point is inside. */
    default boolean contains(double x, double y) {
        double[] crossings = new double[MOST_CROSSINGS];
        int count = crossings(y, crossings);
        boolean inside = false;
        for (int crossing = 0; crossing < count; crossing++) {
            inside ^= crossings[crossing] <= x;
        }
        return inside;
    }

    /**
     * A closed polygon without self-intersection.
     *
     * @param parts points from one corner of the shape to the next: more than 1 where its sides are bent
     */
    @SuppressWarnings("ArrayRecordComponent") // coordinates of one drawing, never compared or shared
    record Polygon(double[] xs, double[] ys, int parts) implements Outline {
        /** Of straight sides. */
        Polygon(double[] xs, double[] ys) {
            this(xs, ys, 1);
        }

        @Override
        public Box box() {
            return new Box(
                    Arrays.stream(xs).min().orElseThrow(),
                    Arrays.stream(ys).min().orElseThrow(),
                    Arrays.stream(xs).max().orElseThrow(),
                    Arrays.stream(ys).max().orElseThrow());
        }

        @Override
        public double area() {
            double twice = 0;
            for (int i = 0; i < xs.length; i++) {
                int next = (i + 1) % xs.length;
                twice += xs[i] * ys[next] - xs[next] * ys[i];
            }
            return Math.abs(twice) / 2;
        }

        @Override
        public Polygon place(double scale, double moveX, double moveY) {
            return new Polygon(
                    Arrays.stream(xs).map(x -> x * scale + moveX).toArray(),
                    Arrays.stream(ys).map(y -> y * scale + moveY).toArray(),
                    parts);
        }

        @Override
        public int crossings(double y, double[] into) {
            int count = 0;
            for (int i = 0, before = xs.length - 1; i < xs.length; before = i++) {
                if (ys[i] <= y != ys[before] <= y) {
                    into[count++] = xs[i] + (y - ys[i]) * (xs[before] - xs[i]) / (ys[before] - ys[i]);
                }
            }
            Arrays.sort(into, 0, count);
            return count;
        }
    }

    /** What lies between two circles about one centre; a disc where {@code inner} is zero. */
    record Ring(double centreX, double centreY, double outer, double inner) implements Outline {
        @Override
        public Box box() {
            return new Box(centreX - outer, centreY - outer, centreX + outer, centreY + outer);
        }

        @Override
        public double area() {
            return Math.PI * (outer * outer - inner * inner);
        }

        @Override
        public Ring place(double scale, double moveX, double moveY) {
            return new Ring(centreX * scale + moveX, centreY * scale + moveY, outer * scale, inner * scale);
        }

        @Override
        public int crossings(double y, double[] into) {
            double offset = Math.abs(y - centreY);
            if (offset >= outer) {
                return 0;
            }
            double far = Math.sqrt(outer * outer - offset * offset);
            into[0] = centreX - far;
            if (offset >= inner) {
                into[1] = centreX + far;
                return 2;
            }
            double near = Math.sqrt(inner * inner - offset * offset);
            into[1] = centreX - near;
            into[2] = centreX + near;
            into[3] = centreX + far;
            return 4;
        }
    }
}
