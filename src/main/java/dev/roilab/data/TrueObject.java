package dev.roilab.data;

import dev.roilab.data.parts.ObjectParts;
import dev.roilab.geometry.Box;

/**
 * An annotated object.
 *
 * @param label index among the data set's classes, from 0
 * @param difficult marked as difficult: VOC evaluation neither rewards nor punishes its detection
 * @param parts what more is known of it
 */
public record TrueObject(int label, Box box, boolean difficult, ObjectParts parts) {
    /** One of which no more is known. */
    public TrueObject(int label, Box box, boolean difficult) {
        this(label, box, difficult, ObjectParts.NONE);
    }

    /** The same in the pixels of a picture that was made of its own. */
    public TrueObject placed(Placement placement) {
        return new TrueObject(label, placement.place(box), difficult, parts.placed(placement));
    }
}
