package dev.roilab.data.check;

import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import java.util.List;
import java.util.stream.Stream;

/** Refuses pictures of which the class of each pixel is known, and no objects, to tasks that are about objects. */
public final class ObjectsNeeded {
    private ObjectsNeeded() {}

    /**
     * Looks at every picture.
     *
     * @param task in words
     * @throws DataException if some have a map of labels and none has an object
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
