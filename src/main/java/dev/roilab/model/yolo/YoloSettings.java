package dev.roilab.model.yolo;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;

/**
 * YOLO (arXiv:1506.02640).
 *
 * @param input the size of its images
 * @param backbone in place of the paper's 20 pretrained convolutions
 * @param head the layers above it
 */
public record YoloSettings(
        InputSettings input,
        BackboneSettings backbone,
        AddedLayers head,
        GridSettings grid,
        LossSettings loss,
        PostprocessingSettings postprocessing)
        implements ModelSettings {

    /** Of the outputs. */
    Grid grid(int classes) {
        return new Grid(grid.cells(), grid.boxes(), classes);
    }
}
