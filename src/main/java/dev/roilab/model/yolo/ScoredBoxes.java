package dev.roilab.model.yolo;

import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * Every box of an image with the score of every class: equation 1, the probability of the class times the confidence of
 * the box. Both are linear outputs, and what is beyond 0 or 1 counts as that.
 *
 * @param boxes in pixels of the input, R of them: S * S * B
 * @param probabilities [R, C + 1], that of background, first and unused, 0
 */
@SuppressWarnings("ArrayRecordComponent") // read once and never compared
record ScoredBoxes(List<Box> boxes, float[] probabilities) {
    /**
     * Of one image.
     *
     * @param outputs {@link Grid#length} numbers
     * @param side of the input, pixels
     */
    static ScoredBoxes of(Grid grid, float[] outputs, int side) {
        List<Box> boxes = new ArrayList<>();
        float[] probabilities = new float[grid.count() * grid.boxes() * (grid.classes() + 1)];
        for (int cell = 0; cell < grid.count(); cell++) {
            for (int predictor = 0; predictor < grid.boxes(); predictor++) {
                int row = boxes.size() * (grid.classes() + 1);
                boxes.add(grid.decode(outputs, 0, cell, predictor).scale(side, side));
                float confidence = Math.clamp(outputs[grid.box(cell, predictor) + Grid.CONFIDENCE], 0, 1);
                for (int label = 0; label < grid.classes(); label++) {
                    float probability = Math.clamp(outputs[grid.probabilities(cell) + label], 0, 1);
                    probabilities[row + 1 + label] = probability * confidence;
                }
            }
        }
        return new ScoredBoxes(boxes, probabilities);
    }
}
