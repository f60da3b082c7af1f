package dev.roilab.data.check;

import dev.roilab.data.Annotation;
import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Refuses pictures without objects to tasks that are about objects. */
public final class ObjectsNeeded {
    private ObjectsNeeded() {}

    /**
     * The data of a task that is about the one object of each picture.
     *
     * @param task in words
     * @param lack what a picture without object is without, behind "no object", such as "and so no class"
     * @param reading what the task knows of a picture; empty where there is no object
     * @throws DataException if a picture has none
     */
    public static <T extends Annotation<T>> Dataset<T> read(
            Dataset<TrueObjects> data, String task, String lack, Function<TrueObjects, Optional<T>> reading) {
        require(data, task);
        List<String> without = Stream.of(data.train(), data.test())
                .flatMap(List::stream)
                .filter(sample -> reading.apply(sample.truth()).isEmpty())
                .map(Sample::id)
                .toList();
        if (!without.isEmpty()) {
            throw new DataException(
                    List.of("data: %d of %d pictures have no object %s, the first is %s; take them out of the splits"
                            .formatted(
                                    without.size(),
                                    data.train().size() + data.test().size(),
                                    lack,
                                    without.getFirst())));
        }
        return data.map(sample -> reading.apply(sample.truth()).orElseThrow());
    }

    /**
     * Looks at every picture.
     *
     * @param task in words
     * @throws DataException if some have a map of labels, the class of each pixel, and none has an object
     */
    public static void require(Dataset<TrueObjects> data, String task) {
        List<TrueObjects> truths = Stream.of(data.train(), data.test())
                .flatMap(List::stream)
                .map(sample -> sample.truth())
                .toList();
        boolean maps = truths.stream().anyMatch(truth -> truth.labels().isPresent());
        if (maps && truths.stream().allMatch(truth -> truth.objects().isEmpty())) {
            throw new DataException(
                    List.of(
                            "data.type: its pictures have the class of each pixel and no objects, which " + task
                                    + " needs; choose data with objects (voc, coco, shapes, ...), or a model.type of segmentation"),
                    data.warnings());
        }
    }
}
