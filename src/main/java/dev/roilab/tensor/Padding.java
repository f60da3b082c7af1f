package dev.roilab.tensor;

/** Zeros around a feature map, in cells. */
public record Padding(int top, int left, int bottom, int right) {
    public Padding {
        if (Math.min(Math.min(top, left), Math.min(bottom, right)) < 0) {
            throw new IllegalArgumentException("padding must be >= 0");
        }
    }

    public static Padding of(int all) {
        return new Padding(all, all, all, all);
    }

    public static Padding of(int vertical, int horizontal) {
        return new Padding(vertical, horizontal, vertical, horizontal);
    }
}
