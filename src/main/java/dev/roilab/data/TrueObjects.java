package dev.roilab.data;

import java.util.List;

/** The annotated objects of a picture, in the order of the file. */
public record TrueObjects(List<TrueObject> objects) implements Annotation<TrueObjects> {
    public TrueObjects {
        objects = List.copyOf(objects);
    }

    @Override
    public TrueObjects placed(Placement placement) {
        return new TrueObjects(
                objects.stream().map(object -> object.placed(placement)).toList());
    }
}
