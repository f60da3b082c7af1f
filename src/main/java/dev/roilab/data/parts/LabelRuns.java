package dev.roilab.data.parts;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labels in a row as runs of equal ones: what a map of labels takes to be kept, told or written. Immutable.
 *
 * <p>Neighbouring runs differ and none is empty, so that equal labels have equal runs.
 */
public final class LabelRuns {
    private final byte[] values;

    /** One past the last label of each run. */
    private final int[] ends;

    private LabelRuns(byte[] values, int[] ends) {
        this.values = values;
        this.ends = ends;
    }

    /** Of labels, one byte each. */
    public static LabelRuns of(byte[] labels) {
        int[] ends = IntStream.rangeClosed(1, labels.length)
                .filter(place -> place == labels.length || labels[place] != labels[place - 1])
                .toArray();
        byte[] values = new byte[ends.length];
        for (int run = 0; run < ends.length; run++) {
            values[run] = labels[ends[run] - 1];
        }
        return new LabelRuns(values, ends);
    }

    /** The labels, one byte each, in a new array. */
    public byte[] labels() {
        byte[] labels = new byte[ends.length == 0 ? 0 : ends[ends.length - 1]];
        int start = 0;
        for (int run = 0; run < ends.length; run++) {
            Arrays.fill(labels, start, ends[run], values[run]);
            start = ends[run];
        }
        return labels;
    }

    /** Label and length of each run, in turns. */
    public List<Integer> numbers() {
        return IntStream.range(0, ends.length)
                .flatMap(run -> IntStream.of(values[run] & 0xFF, ends[run] - (run == 0 ? 0 : ends[run - 1])))
                .boxed()
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelRuns runs && Arrays.equals(values, runs.values) && Arrays.equals(ends, runs.ends);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + Arrays.hashCode(ends);
    }

    /** {@code label*length} of each run. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        int start = 0;
        for (int run = 0; run < ends.length; run++) {
            text.append(run == 0 ? "" : " ")
                    .append(values[run] & 0xFF)
                    .append('*')
                    .append(ends[run] - start);
            start = ends[run];
        }
        return text.toString();
    }
}
