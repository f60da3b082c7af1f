package dev.roilab.data.shapes;

import java.util.SplittableRandom;

/** A procedural pattern over the plane with values in [-1, 1] and mean about 0. */
sealed interface Texture {
    double at(double x, double y);

    /** The ground: noise of two scales, or coarse noise with faint stripes. */
    static Texture ground(SplittableRandom random, int width, int height) {
        Texture coarse = Lattice.of(random, width, height, random.nextDouble(16, 40));
        Texture fine = random.nextInt(3) == 0
                ? Stripes.of(random, random.nextDouble(6, 16))
                : Lattice.of(random, width, height, random.nextDouble(3, 8));
        return new Mix(coarse, fine, random.nextDouble(0.2, 0.5));
    }

    /** An object's surface: stripes or noise, its scale a part of the object's size. */
    static Texture surface(SplittableRandom random, double size, int width, int height) {
        double scale = Math.max(2.5, size * random.nextDouble(0.12, 0.35));
        return random.nextBoolean() ? Stripes.of(random, scale) : Lattice.of(random, width, height, scale);
    }

    /** Random values on a square lattice, blended smoothly in between ("value noise"). */
    @SuppressWarnings("ArrayRecordComponent") // numbers of one drawing, never compared or shared
    record Lattice(double cell, int columns, float[] values) implements Texture {
        static Lattice of(SplittableRandom random, int width, int height, double cell) {
            // Two more than the whole cells: one for the right border, one for the last broken cell.
            int columns = (int) (width / cell) + 2;
            int rows = (int) (height / cell) + 2;
            float[] values = new float[columns * rows];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-1, 1);
            }
            return new Lattice(cell, columns, values);
        }

        @Override
        public double at(double x, double y) {
            double gridX = x / cell;
            double gridY = y / cell;
            int column = (int) gridX;
            int row = (int) gridY;
            double right = smooth(gridX - column);
            double down = smooth(gridY - row);
            int corner = row * columns + column;
            double top = values[corner] + right * (values[corner + 1] - values[corner]);
            int below = corner + columns;
            double bottom = values[below] + right * (values[below + 1] - values[below]);
            return top + down * (bottom - top);
        }

        private static double smooth(double t) {
            return t * t * (3 - 2 * t);
        }
    }

    /** Parallel stripes with a triangular profile. */
    record Stripes(double stepX, double stepY, double phase) implements Texture {
        static Stripes of(SplittableRandom random, double period) {
            return at(random.nextDouble(0, Math.PI), period, random.nextDouble());
        }

        /** @param angle of their normal, radians */
        static Stripes at(double angle, double period, double phase) {
            return new Stripes(StrictMath.cos(angle) / period, StrictMath.sin(angle) / period, phase);
        }

        @Override
        public double at(double x, double y) {
            double turns = x * stepX + y * stepY + phase;
            return 4 * Math.abs(turns - Math.floor(turns) - 0.5) - 1;
        }
    }

    /** A blend of two textures. */
    record Mix(Texture first, Texture second, double secondPart) implements Texture {
        @Override
        public double at(double x, double y) {
            return (1 - secondPart) * first.at(x, y) + secondPart * second.at(x, y);
        }
    }
}
