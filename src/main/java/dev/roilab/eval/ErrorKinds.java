package dev.roilab.eval;

import java.util.List;

/**
 * What a detector's best detections are, right or wrong in which way, after Hoiem et al. (Diagnosing error in object
 * detectors, ECCV 2012) as YOLO counts them (arXiv:1506.02640, section 4.2); {@link ErrorKindsAnalysis} makes it.
 *
 * @param classes by label
 */
public record ErrorKinds(List<Count> classes) {
    public ErrorKinds {
        classes = List.copyOf(classes);
    }

    /**
     * Of one class, or of all.
     *
     * @param objects N, objects that count, and the number of the best detections that are looked at; there may be less
     *     detections
     * @param correct the right class, IoU of at least 0.5, and the first to find its object
     * @param localization the right class, with an IoU of 0.1 to 0.5, or another detection of a found object
     * @param similar IoU of at least 0.1 with an object of a similar class
     * @param other IoU of at least 0.1 with an object of any other class
     * @param background IoU below 0.1 with every object
     * @param missed objects that no detection of their class finds, however low its score
     */
    public record Count(
            int objects, int correct, int localization, int similar, int other, int background, int missed) {
        static final Count NONE = new Count(0, 0, 0, 0, 0, 0, 0);

        /** The detections that were looked at: at most as many as objects. */
        public int detections() {
            return correct + localization + similar + other + background;
        }

        Count plus(Count added) {
            return new Count(
                    objects + added.objects,
                    correct + added.correct,
                    localization + added.localization,
                    similar + added.similar,
                    other + added.other,
                    background + added.background,
                    missed + added.missed);
        }
    }

    /** Of all classes together: each detection counts as much, as do the objects. */
    public Count total() {
        return classes.stream().reduce(Count.NONE, Count::plus);
    }
}
