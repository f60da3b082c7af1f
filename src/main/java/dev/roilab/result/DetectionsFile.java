package dev.roilab.result;

import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.ImageResult;
import dev.roilab.file.JsonFile;
import dev.roilab.geometry.Detection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Every detection of a trial's test as COCO's results format, compressed: a list of {@code image_id, category_id, bbox,
 * score}, images in the order of the test split and detections in the order in which they were found, best first. The
 * numbers are those of {@link GroundTruthFile}. All digits are there: another evaluator sees what ours saw.
 */
public final class DetectionsFile {
    static final String NAME = "detections.json.gz";

    private DetectionsFile() {}

    /** @param bbox left, top, width, height in pixels of the original image */
    private record Found(int imageId, int categoryId, List<Double> bbox, double score) {}

    /** Writes what was found into an attempt's folder. */
    public static void write(EvaluationInput tested, Path folder) {
        List<Found> all = new ArrayList<>();
        int number = 0;
        for (ImageResult image : tested.images()) {
            number++;
            for (Detection detection : image.detections()) {
                all.add(new Found(number, detection.label() + 1, CocoBoxes.of(detection.box()), detection.score()));
            }
        }
        Path file = folder.resolve(NAME);
        try {
            var bytes = new ByteArrayOutputStream();
            // Its head holds no time: the same detections give the same bytes.
            try (OutputStream packed = new GZIPOutputStream(bytes)) {
                packed.write(JsonFile.compact(all).getBytes(StandardCharsets.UTF_8));
            }
            Files.write(file, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
