package dev.roilab.data;

import dev.roilab.data.parts.LabelMap;
import java.util.List;
import java.util.Optional;

/**
 * What is annotated in a picture.
 *
 * @param objects in the order of the file
 * @param labels the class of each pixel, where the data has a map of them. Then all pictures of the data set have one,
 *     and the classes of the data set are those of the map, with the ground among them if the map tells it from
 *     objects. Where there is none, the pixels of the objects may be known
 *     ({@link dev.roilab.data.parts.ObjectParts#mask}), and the classes are those of objects alone
 */
public record TrueObjects(List<TrueObject> objects, Optional<LabelMap> labels) implements Annotation<TrueObjects> {
    public TrueObjects {
        objects = List.copyOf(objects);
    }

    /** Of a picture without a map of labels. */
    public TrueObjects(List<TrueObject> objects) {
        this(objects, Optional.empty());
    }

    @Override
    public TrueObjects placed(Placement placement) {
        return new TrueObjects(
                objects.stream().map(object -> object.placed(placement)).toList(),
                labels.map(map -> map.placed(placement)));
    }
}
