package dev.roilab.experiment;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Detection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a finished trial leaves behind for reports.
 *
 * @param varied label of this trial's arm by varied path, in the study's order
 * @param failure what went wrong and where, unless the status is ok
 * @param metrics by name: ap50, ap75, ap, aps, apm, apl, voc07, voc_area, ...; in [0, 1]
 * @param classAp average precision at IoU 0.5 (VOC area) by class name
 * @param trainSeconds wall clock of the training loop
 * @param stages milliseconds an image at test time by stage, in order of execution; the last is {@code unaccounted}
 * @param losses along the training
 * @param curves precision over recall, by class and IoU
 * @param gallery some test images
 * @param provenance commit, versions, machine, dates, by name
 */
public record TrialResult(
        String study,
        String trial,
        Map<String, String> varied,
        long seed,
        Status status,
        Optional<String> failure,
        Map<String, Double> metrics,
        Map<String, Double> classAp,
        double trainSeconds,
        Map<String, StageTime> stages,
        List<LossPoint> losses,
        List<Curve> curves,
        List<GalleryImage> gallery,
        Map<String, String> provenance) {
    /** Provenance of a training that passed over steps whose pictures had no regions: how many. */
    public static final String STEPS_WITHOUT_REGIONS = "steps_without_regions";

    /** Provenance of a pretraining that left out pictures without an object: how many. */
    public static final String PICTURES_WITHOUT_OBJECT = "pretraining_pictures_without_object";

    /** The same result with other provenance. */
    TrialResult withProvenance(Map<String, String> facts) {
        return new TrialResult(
                study,
                trial,
                varied,
                seed,
                status,
                failure,
                metrics,
                classAp,
                trainSeconds,
                stages,
                losses,
                curves,
                gallery,
                facts);
    }

    /** The same result with what is kept beside it. */
    TrialResult withDetails(
            Map<String, StageTime> times,
            List<LossPoint> lossPoints,
            List<Curve> drawnCurves,
            List<GalleryImage> images) {
        return new TrialResult(
                study,
                trial,
                varied,
                seed,
                status,
                failure,
                metrics,
                classAp,
                trainSeconds,
                times,
                lossPoints,
                drawnCurves,
                images,
                provenance);
    }

    /** Milliseconds an image. */
    public record StageTime(double median, double p95) {}

    /** Means over the steps since the previous point. */
    public record LossPoint(int step, double classification, double box, double rate) {}

    /**
     * Precision at rising recall.
     *
     * @param label class name, or {@code mean} for the mean over classes at 101 recall points
     */
    public record Curve(String label, double iou, List<Double> recall, List<Double> precision) {}

    /**
     * One test image with what was there and what was found.
     *
     * @param file PNG in the trial's folder
     * @param scale pixels of the PNG per pixel of the image that the boxes refer to
     */
    public record GalleryImage(
            String id, String file, double scale, List<TrueObject> truth, List<Detection> detections) {}
}
