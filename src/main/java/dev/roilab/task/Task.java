package dev.roilab.task;

import dev.roilab.data.Annotation;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.measure.MeasureInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A kind of problem: what is true of an image, what a system finds there, how well, and how it looks. Everything that
 * the harness, the results and the reports know of a problem comes through here.
 *
 * @param <T> what is true of an image
 * @param <P> what a system finds in one; its {@code toString} tells all of it, since a digest is taken of that
 */
public interface Task<T extends Annotation<T>, P> {
    /** In messages and for comparison: {@code detection}. */
    String name();

    /** What it measures, at least one, in the order of the columns of a table of results. */
    List<MeasureInfo> measures();

    /** The curves that studies may ask to be drawn. */
    default List<CurveInfo> curves() {
        return List.of();
    }

    /** The wholes whose parts are among the measures, for tables and stacked bars. */
    default List<Shares> shares() {
        return List.of();
    }

    /**
     * The data set as this task sees it: what it needs of the annotations that the data's formats keep.
     *
     * @throws dev.roilab.data.DataException if they lack it
     */
    Dataset<T> read(Dataset<TrueObjects> annotated);

    /**
     * How well a test set was done. The metrics have the names of the declared measures; one that is not defined on
     * these images is absent, never zero.
     */
    Evaluation evaluate(TestSet<T, P> tested);

    /**
     * Measures on test sets that are drawn from this one's images, for intervals over images: one value a draw, not a
     * number where it is undefined. Every system must get the draws of {@link dev.roilab.statistics.ImageDraws}, so
     * that they can be paired. Empty for a task that keeps none.
     *
     * @param tested with an image at least
     */
    default SequencedMap<String, double[]> replicates(TestSet<T, P> tested, int draws) {
        return new LinkedHashMap<>();
    }

    /**
     * What the gallery draws upon an image.
     *
     * @param classes names of the data set's classes
     */
    GalleryMarks marks(List<String> classes, T truth, P found);

    /**
     * Plural of what is found, in small letters: {@code detections}. Results keep {@code detections.json.gz} and the
     * digest {@code detections_sha256}.
     */
    String findings();

    /** What was found in all images, as JSON for other evaluators, with all digits. */
    String findingsJson(TestSet<T, P> tested);

    /** What is true of a test split, as JSON for other evaluators; trials that are tested on the same share it. */
    String truthJson(List<String> classes, List<Sample<T>> samples);
}
