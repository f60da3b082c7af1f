package dev.roilab.geometry.keypoint;

/**
 * A named place of an object, such as a person's left elbow; which one it is follows from its place in the list of its
 * object's key points.
 *
 * @param x in continuous pixels
 * @param y in continuous pixels
 */
public record KeyPoint(double x, double y, Visibility visibility) {
    /** One of which nothing is known. */
    public static final KeyPoint UNKNOWN = new KeyPoint(0, 0, Visibility.NOT_LABELLED);

    /** What is known of a key point; the numbers are those of COCO's files. */
    public enum Visibility {
        /** Not known: its coordinates mean nothing. */
        NOT_LABELLED(0),
        /** Known, but hidden. */
        OCCLUDED(1),
        /** Known and in sight. */
        VISIBLE(2);

        private final int code;

        Visibility(int code) {
            this.code = code;
        }

        /** COCO's number. */
        public int code() {
            return code;
        }

        /** @throws IllegalArgumentException if COCO has no such number */
        public static Visibility ofCode(int code) {
            for (Visibility visibility : values()) {
                if (visibility.code == code) {
                    return visibility;
                }
            }
            throw new IllegalArgumentException("visibility of a key point is " + code
                    + ", expected 0 (not labelled), 1 (occluded) or 2 (visible)");
        }
    }

    /** Whether its coordinates mean anything. */
    public boolean isLabelled() {
        return visibility != Visibility.NOT_LABELLED;
    }
}
