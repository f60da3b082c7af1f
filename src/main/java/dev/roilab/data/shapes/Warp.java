package dev.roilab.data.shapes;

import java.util.SplittableRandom;

/**
 * Waves that bend an outline of size 1: each point moves to the right by a sine of its height, then down by a sine of
 * how far right it is. No two points meet by that, so that an outline stays without self-intersection, and its area
 * stays too.
 *
 * @param across the movement to the right
 * @param down the movement down
 */
record Warp(Wave across, Wave down) {
    private static final double FEWEST_PERIODS = 0.5;

    /** Points that a straight side of an outline becomes. */
    static final int PARTS = 16;

    /** Points of a circle. */
    private static final int CIRCLE = 96;

    /** One sine, in sizes of the outline. */
    record Wave(double amplitude, double periods, double phase) {
        private static Wave draw(double amplitude, SplittableRandom random) {
            return new Wave(amplitude, random.nextDouble(FEWEST_PERIODS, 1), random.nextDouble(0, 2 * Math.PI));
        }

        private double at(double position) {
            // StrictMath: the same pictures on every machine.
            return amplitude * StrictMath.sin(2 * Math.PI * periods * position + phase);
        }
    }

    /** A random warp. */
    static Warp draw(double amplitude, SplittableRandom random) {
        return new Warp(Wave.draw(amplitude, random), Wave.draw(amplitude, random));
    }

    /** @param outline whose longer side is 1 */
    Outline.Polygon bend(Outline outline) {
        Outline.Polygon fine = switch (outline) {
            case Outline.Polygon polygon -> divided(polygon);
            case Outline.Ring ring -> polygon(ring);
        };
        double[] xs = fine.xs().clone();
        double[] ys = fine.ys().clone();
        for (int i = 0; i < xs.length; i++) {
            double x = xs[i] + across.at(ys[i]);
            ys[i] += down.at(x);
            xs[i] = x;
        }
        return new Outline.Polygon(xs, ys, fine.parts());
    }

    private static Outline.Polygon divided(Outline.Polygon polygon) {
        int corners = polygon.xs().length;
        double[] xs = new double[corners * PARTS];
        double[] ys = new double[corners * PARTS];
        for (int corner = 0; corner < corners; corner++) {
            int next = (corner + 1) % corners;
            for (int part = 0; part < PARTS; part++) {
                double way = (double) part / PARTS;
                xs[corner * PARTS + part] = polygon.xs()[corner] + way * (polygon.xs()[next] - polygon.xs()[corner]);
                ys[corner * PARTS + part] = polygon.ys()[corner] + way * (polygon.ys()[next] - polygon.ys()[corner]);
            }
        }
        return new Outline.Polygon(xs, ys, PARTS);
    }

    /** Round the outer circle, over a seam without width to the inner one, and back round that. */
    private static Outline.Polygon polygon(Outline.Ring ring) {
        boolean hollow = ring.inner() > 0;
        double[] xs = new double[hollow ? 2 * (CIRCLE + 1) : CIRCLE];
        double[] ys = new double[xs.length];
        for (int i = 0; i < xs.length; i++) {
            double radius = i <= CIRCLE ? ring.outer() : ring.inner();
            double angle = 2 * Math.PI * (i <= CIRCLE ? i % CIRCLE : (xs.length - 1 - i) % CIRCLE) / CIRCLE;
            xs[i] = ring.centreX() + radius * StrictMath.cos(angle);
            ys[i] = ring.centreY() + radius * StrictMath.sin(angle);
        }
        return new Outline.Polygon(xs, ys, 1);
    }
}
