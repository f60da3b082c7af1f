package dev.roilab.model.classifier;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.roi.RoiLayer;
import java.util.Optional;

/**
 * A classifier of whole pictures, at the size that {@code data} resizes them to: ResNet (arXiv:1512.03385), section
 * 3.3, and with a pyramid SPPnet (arXiv:1406.4729), section 3, over any backbone.
 *
 * @param pooling what makes a vector of a map of any size, such as a pyramid; absent: the mean of each channel
 * @param head what stands above it
 */
public record ClassifierSettings(BackboneSettings backbone, Optional<RoiLayer> pooling, PictureHead head)
        implements ModelSettings {}
