package dev.roilab.model.rcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.HeadSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.crop.CropSettings;
import dev.roilab.detect.staged.RidgeSettings;
import dev.roilab.detect.staged.SvmSettings;

/**
 * R-CNN (arXiv:1311.2524): a network that sees one warped proposal at a time, then SVMs, then box regressors.
 *
 * @param crop what the network sees of a proposal
 * @param head the fully connected layers; the SVMs read the last of them
 * @param boxRegression reads the last feature map
 */
public record RcnnSettings(
        BackboneSettings backbone, CropSettings crop, HeadSettings head, SvmSettings svm, RidgeSettings boxRegression)
        implements ModelSettings {
    public RcnnSettings {
        head.requirePlain();
    }
}
