package dev.roilab.model.yolo;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * What the network says of an image: section 2.
 *
 * @param cells of a side: S (7)
 * @param boxes that each cell predicts: B (2)
 */
public record GridSettings(
        @Range(min = 1) int cells, @Range(min = 1) int boxes) {
    public GridSettings {
        Ranges.require(GridSettings.class, cells, boxes);
    }
}
