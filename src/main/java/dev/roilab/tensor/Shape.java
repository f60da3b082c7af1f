package dev.roilab.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Logical sizes of a tensor, outermost first. Images and feature maps are {@code [N, C, H, W]} in logical order,
 * whatever order an engine keeps in memory.
 */
public final class Shape {
    /** Bare numbers, and no record of a list: kernels ask for them in their inner loops. */
    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /** @throws IllegalArgumentException if a size is negative */
    public static Shape of(int... sizes) {
        if (Arrays.stream(sizes).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("a shape has no negative sizes, got " + Arrays.toString(sizes));
        }
        return new Shape(sizes.clone());
    }

    /** @throws IllegalArgumentException if a size is negative */
    public static Shape of(long... sizes) {
        return of(Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray());
    }

    public int rank() {
        return sizes.length;
    }

    public int size(int axis) {
        return sizes[axis];
    }

    /** The same but for one axis. */
    public Shape with(int axis, int size) {
        int[] changed = sizes.clone();
        changed[axis] = size;
        return of(changed);
    }

    /** Number of elements; 1 for a scalar. */
    public long elements() {
        long product = 1;
        for (int size : sizes) {
            product = Math.multiplyExact(product, (long) size);
        }
        return product;
    }

    public long[] toLongs() {
        return Arrays.stream(sizes).asLongStream().toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
}
