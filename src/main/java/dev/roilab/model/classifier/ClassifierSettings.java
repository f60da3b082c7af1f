package dev.roilab.model.classifier;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;

/**
 * A classifier of whole pictures, at the size that {@code data} resizes them to: ResNet (arXiv:1512.03385), section 3.3,
 * over any backbone.
 *
 * @param head what stands above the mean of the backbone's last map
 */
public record ClassifierSettings(BackboneSettings backbone, ClassifierHead head) implements ModelSettings {}
