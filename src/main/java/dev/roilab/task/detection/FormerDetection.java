package dev.roilab.task.detection;

import dev.roilab.compress.CompressionSummary;
import dev.roilab.data.TrueObject;
import dev.roilab.eval.DetectionMeasures;
import dev.roilab.eval.ErrorKindMeasures;
import dev.roilab.eval.PrecisionRecallCurve;
import dev.roilab.file.JsonFile;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.task.ByClass;
import dev.roilab.task.Curve;
import dev.roilab.task.GalleryMarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/**
 * What the files of results meant before there was a contract of tasks, when there was no task but this one. They stay
 * as they were written.
 */
public final class FormerDetection {
    private FormerDetection() {}

    /**
     * An image of {@code gallery.json} as it was.
     *
     * @param file PNG in the trial's folder
     * @param scale pixels of the PNG per pixel of the image that the boxes refer to
     */
    public record Image(String id, String file, double scale, List<Annotated> truth, List<Detection> detections) {
        /** The same for whoever draws. */
        public GalleryMarks marks() {
            return DetectionMarks.of(truth.stream().map(Annotated::object).toList(), detections);
        }
    }

    /** An annotated object as it was. */
    public record Annotated(int label, Box box, boolean difficult) {
        private TrueObject object() {
            return new TrueObject(label, box, difficult);
        }
    }

    /** What results measured that do not declare it, by the names of their numbers. */
    public static List<MeasureInfo> measures(Collection<String> metrics) {
        List<MeasureInfo> measures = new ArrayList<>(DetectionMeasures.all());
        List<String> layers = metrics.stream()
                .filter(CompressionSummary::isEnergy)
                .map(CompressionSummary::layer)
                .distinct()
                .toList();
        CompressionSummary.measures(layers).stream()
                .filter(info -> metrics.contains(info.name()))
                .forEach(measures::add);
        return measures;
    }

    /** What results declared that do not say of the kinds of errors that they are shares of what was found. */
    public static List<MeasureInfo> declared(List<MeasureInfo> measures) {
        List<String> kinds =
                ErrorKindMeasures.parts().stream().map(MeasureInfo::name).toList();
        return measures.stream()
                .map(info -> kinds.contains(info.name()) ? info.amongFindings(true) : info)
                .toList();
    }

    /** @param classAp as {@code result.json} had it; empty without a test */
    public static List<ByClass> byClass(Map<String, Double> classAp) {
        return classAp.isEmpty() ? List.of() : List.of(DetectionTask.classAp(classAp));
    }

    /** What {@code curves.json} held. */
    public static List<Curve> curves(Path file, byte[] content) throws IOException {
        return PrecisionRecall.curves(
                JsonFile.readJson(file, content, new TypeReference<List<PrecisionRecallCurve>>() {}));
    }

    /** What {@code gallery.json} held. */
    public static List<Image> gallery(Path file, byte[] content) throws IOException {
        return JsonFile.readJson(file, content, new TypeReference<>() {});
    }
}
