package dev.roilab.result;

import dev.roilab.file.JsonFile;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.result.TrialResult.GalleryImage;
import dev.roilab.task.Curve;
import dev.roilab.task.detection.FormerDetection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Results of versions whose files were those of detection alone. The only place that takes a meaning from the program
 * in place of the result; whoever reads results is given what a task gives now.
 */
final class FormerResults {
    private static final String CLASS_AP = "class_ap";
    private static final String BY_CLASS = "by_class";

    private FormerResults() {}

    /**
     * What results measured that do not declare it.
     *
     * @param metrics names of a result's numbers, or of several results'
     */
    static List<MeasureInfo> measures(Collection<String> metrics) {
        return FormerDetection.measures(metrics);
    }

    /** What results declare, with what declarations did not say yet. */
    static List<MeasureInfo> declared(List<MeasureInfo> measures) {
        return FormerDetection.declared(measures);
    }

    /** Puts what {@code result.json} has by class where it is looked for now. */
    static boolean turn(Path file, ObjectNode result) throws IOException {
        JsonNode classAp = result.remove(CLASS_AP);
        if (classAp == null) {
            return false;
        }
        ArrayNode byClass = result.putArray(BY_CLASS);
        FormerDetection.byClass(JsonFile.bind(file, classAp, new TypeReference<>() {}))
                .forEach(table -> byClass.add(JsonFile.tree(table)));
        return true;
    }

    static List<Curve> curves(Path file, byte[] content) throws IOException {
        return FormerDetection.curves(file, content);
    }

    static List<GalleryImage> gallery(Path file, byte[] content) throws IOException {
        return FormerDetection.gallery(file, content).stream()
                .map(image -> new GalleryImage(image.id(), image.file(), image.scale(), image.marks()))
                .toList();
    }
}
