package dev.roilab.eval;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** {@link ErrorKinds} of all classes together as shares. */
public final class ErrorKindMeasures {
    private static final String CONVENTION =
            "Kinds of errors: of each class as many of its best detections as it has objects, sorted after Hoiem et al. (ECCV"
                    + " 2012) as in YOLO (arXiv:1506.02640, section 4.2). Correct: the right class with an IoU of at least 0.5,"
                    + " the first of its object; localization: the right class with 0.1 to 0.5, or a repetition; similar and"
                    + " other: at least 0.1 with an object of a class that the study calls similar, or of another one;"
                    + " background: below 0.1 with every object. Missed: objects that no detection finds, however low its"
                    + " score.";

    private static final MeasureInfo CORRECT =
            ofDetections("correct_detections", "correct", "share of correct detections", Better.HIGHER);
    private static final MeasureInfo LOCALIZATION = error("localization");
    private static final MeasureInfo SIMILAR = error("similar");
    private static final MeasureInfo OTHER = error("other");
    private static final MeasureInfo BACKGROUND = error("background");

    /** Of the objects, where the others are of detections. */
    public static final MeasureInfo MISSED =
            share("missed_objects", "missed objects", "share of missed objects", Better.LOWER);

    private ErrorKindMeasures() {}

    private static MeasureInfo error(String kind) {
        return ofDetections(kind + "_errors", kind, "share of " + kind + " errors", Better.LOWER);
    }

    private static MeasureInfo ofDetections(String name, String heading, String noun, Better better) {
        return share(name, heading, noun, better).amongFindings(true);
    }

    private static MeasureInfo share(String name, String heading, String noun, Better better) {
        return new MeasureInfo(name, heading, noun, MeasureUnit.PERCENT, better, Prominence.ASKED, CONVENTION);
    }

    /** Those that add up to all detections that are looked at. */
    public static List<MeasureInfo> parts() {
        return List.of(CORRECT, LOCALIZATION, SIMILAR, OTHER, BACKGROUND);
    }

    /**
     * Of a test set; without what is not defined there: anything where there is nothing to sort, and errors with
     * similar classes where no classes are called so.
     *
     * @param similar groups of classes, by label, that are easily taken for one another
     */
    public static SequencedMap<String, Double> of(EvaluationInput input, List<Set<Integer>> similar) {
        ErrorKinds.Count all = ErrorKindsAnalysis.evaluate(input, similar).total();
        SequencedMap<String, Double> shares = new LinkedHashMap<>();
        if (all.detections() > 0) {
            double whole = all.detections();
            shares.put(CORRECT.name(), all.correct() / whole);
            shares.put(LOCALIZATION.name(), all.localization() / whole);
            if (!similar.isEmpty()) {
                shares.put(SIMILAR.name(), all.similar() / whole);
            }
            shares.put(OTHER.name(), all.other() / whole);
            shares.put(BACKGROUND.name(), all.background() / whole);
        }
        if (all.objects() > 0) {
            shares.put(MISSED.name(), (double) all.missed() / all.objects());
        }
        return shares;
    }
}
