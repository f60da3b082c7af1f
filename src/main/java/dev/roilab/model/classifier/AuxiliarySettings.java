package dev.roilab.model.classifier;

import dev.roilab.detect.picture.PictureHead;
import dev.roilab.roi.RoiLayer;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.Optional;

/**
 * Classifiers beside the last one, which stand between layers and bring their gradient there, in training alone:
 * GoogLeNet (arXiv:1409.4842), section 5. Its own two come after modules 4a and 4d; those of other backbones cut the
 * layers into parts of about the same length.
 *
 * @param heads how many
 * @param weight of the loss of each beside that of the last one (0.3)
 * @param pooling what makes a vector of the map there; absent: the mean of each channel. GoogLeNet averages 4 x 4
 *     windows: {@code {type: roi-align, output_size: 4}}
 * @param channels of a 1 x 1 convolution with batch normalisation and ReLU behind it (128); absent: none
 * @param head what stands above it (1024, with a dropout of 0.7)
 */
public record AuxiliarySettings(
        @Range(min = 1, max = 2) int heads,
        @Range(above = 0) double weight,
        Optional<RoiLayer> pooling,
        @Range(min = 1) Optional<Integer> channels,
        PictureHead head) {
    public AuxiliarySettings {
        Ranges.require(AuxiliarySettings.class, heads, weight, pooling, channels, head);
    }
}
