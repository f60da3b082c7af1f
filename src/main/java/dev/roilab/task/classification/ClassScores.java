package dev.roilab.task.classification;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a classifier says of a picture.
 *
 * @param probabilities of each class, by label
 */
public record ClassScores(List<Double> probabilities) {
    public ClassScores {
        probabilities = List.copyOf(probabilities);
    }

    /** @param probabilities of each class */
    public static ClassScores of(float[] probabilities) {
        return new ClassScores(IntStream.range(0, probabilities.length)
                .mapToObj(label -> (double) probabilities[label])
                .toList());
    }

    /**
     * The mean over several looks at a picture.
     *
     * @param looks probabilities of each class, row by row, one row a look; several may stand in one array
     */
    public static ClassScores mean(List<float[]> looks, int classes) {
        double[] sums = new double[classes];
        int rows = 0;
        for (float[] each : looks) {
            rows += each.length / classes;
            for (int at = 0; at < each.length; at++) {
                sums[at % classes] += each[at];
            }
        }
        int count = rows;
        return new ClassScores(
                Arrays.stream(sums).map(sum -> sum / count).boxed().toList());
    }

    /** The label of the most probable class, the first of equals. */
    public int best() {
        return IntStream.range(0, probabilities.size())
                .filter(label -> before(label) == 0)
                .findFirst()
                .orElseThrow();
    }

    /** Classes that come before one: more probable ones, and of equals those with a smaller label. */
    public int before(int label) {
        double own = probabilities.get(label);
        return (int) IntStream.range(0, probabilities.size())
                .filter(other -> probabilities.get(other) > own || (probabilities.get(other) == own && other < label))
                .count();
    }
}
