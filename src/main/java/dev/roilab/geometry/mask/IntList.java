package dev.roilab.geometry.mask;

import java.util.Arrays;

/** Numbers in an array that grows. */
final class IntList {
    private int[] numbers = new int[32];
    private int size;

    void add(int number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        numbers[size++] = number;
    }

    int size() {
        return size;
    }

    /** At least {@link #size()} long; the list's own. */
    int[] array() {
        return numbers;
    }
}
