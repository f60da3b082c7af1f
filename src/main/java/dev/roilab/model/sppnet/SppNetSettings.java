package dev.roilab.model.sppnet;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.HeadSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.ScaleSettings;
import dev.roilab.detect.staged.RidgeSettings;
import dev.roilab.detect.staged.SvmSettings;
import dev.roilab.roi.RoiLayer;

/**
 * SPPnet (arXiv:1406.4729), section 4: convolutions once an image and scale, never fine-tuned; then as R-CNN.
 *
 * @param roi the pyramid
 * @param scales of the images; each window is taken from the one that suits it
 * @param boxRegression reads the pyramid's cells
 */
public record SppNetSettings(
        BackboneSettings backbone,
        RoiLayer roi,
        ScaleSettings scales,
        HeadSettings head,
        SvmSettings svm,
        RidgeSettings boxRegression)
        implements ModelSettings {
    public SppNetSettings {
        head.requirePlain();
    }
}
