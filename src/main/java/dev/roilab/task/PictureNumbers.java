package dev.roilab.task;

import dev.roilab.data.Annotation;
import dev.roilab.statistics.ImageDraws;
import dev.roilab.task.TestSet.Tested;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Numbers of single pictures whose mean over a test set is a measure, such as 1 for a wrong class and 0 for a right
 * one.
 *
 * @param byMeasure by the measures' names
 * @param <T> what is true of a picture
 * @param <P> what was found in it
 */
public record PictureNumbers<T extends Annotation<T>, P>(
        SequencedMap<String, ToDoubleFunction<Tested<T, P>>> byMeasure) {
    public PictureNumbers {
        byMeasure = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byMeasure));
    }

    /** The measures; not a number without pictures. */
    public SequencedMap<String, Double> means(List<Tested<T, P>> images) {
        SequencedMap<String, Double> means = new LinkedHashMap<>();
        byMeasure.forEach((name, number) ->
                means.put(name, images.stream().mapToDouble(number).average().orElse(Double.NaN)));
        return means;
    }

    /** The measures on test sets that are drawn from this one: {@link Task#replicates}. */
    public SequencedMap<String, double[]> replicates(List<Tested<T, P>> images, int draws) {
        SequencedMap<String, double[]> drawn = new LinkedHashMap<>();
        byMeasure.forEach((name, number) -> {
            double[] values = images.stream().mapToDouble(number).toArray();
            drawn.put(
                    name,
                    IntStream.range(0, draws)
                            .mapToDouble(draw -> mean(values, ImageDraws.weights(draw, values.length)))
                            .toArray());
        });
        return drawn;
    }

    private static double mean(double[] values, int[] weights) {
        double sum = 0;
        for (int image = 0; image < values.length; image++) {
            sum += weights[image] * values[image];
        }
        return sum / values.length;
    }

    /**
     * The first measure on the pictures of each class alone, by its name; of classes that have a picture.
     *
     * @param label of a picture, from what is true of it
     */
    public Map<String, Double> byClass(TestSet<T, P> tested, ToIntFunction<T> label) {
        ToDoubleFunction<Tested<T, P>> first = byMeasure.firstEntry().getValue();
        Map<String, Double> means = new LinkedHashMap<>();
        for (int of = 0; of < tested.classes().size(); of++) {
            int asked = of;
            tested.images().stream()
                    .filter(image -> label.applyAsInt(image.truth()) == asked)
                    .mapToDouble(first)
                    .average()
                    .ifPresent(mean -> means.put(tested.classes().get(asked), mean));
        }
        return means;
    }
}
