package dev.roilab.eval;

import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** One image's truths and detections of one class; detections by falling score, equal scores in their order. */
record ClassCell(List<GroundTruth> truths, List<Detection> detections) {
    /** Negated to compare as numbers: the two zeros of floating point are equal scores. */
    private static final Comparator<Detection> FALLING = Comparator.comparingDouble(d -> 0.0 - d.score());

    /** For each class, its cells that are not empty, in the order of the images. */
    static List<List<ClassCell>> group(EvaluationInput input) {
        List<List<ClassCell>> classes = new ArrayList<>();
        for (int label = 0; label < input.classes(); label++) {
            classes.add(new ArrayList<>());
        }
        for (ImageResult image : input.images()) {
            TreeMap<Integer, ClassCell> cells = new TreeMap<>();
            image.truths().forEach(truth -> cell(cells, truth.label()).truths.add(truth));
            image.detections()
                    .forEach(detection ->
                            cell(cells, detection.label()).detections.add(detection));
            cells.forEach((label, cell) -> {
                cell.detections.sort(FALLING);
                classes.get(label).add(cell);
            });
        }
        return classes;
    }

    private static ClassCell cell(TreeMap<Integer, ClassCell> cells, int label) {
        return cells.computeIfAbsent(label, _ -> new ClassCell(new ArrayList<>(), new ArrayList<>()));
    }
}
