package dev.roilab.model.pose;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.roi.RoiLayer;
import java.util.Optional;

/**
 * Regression of joints from a whole picture: the first stage of DeepPose (arXiv:1312.4659), section 3.1, with any
 * backbone.
 *
 * @param pooling what makes a vector of a map, such as a pyramid; absent: the mean of each channel, which has lost
 *     where things are but for what the channels say of it
 * @param head what stands above it
 * @param jointLoss on where a labelled joint is, as parts of the picture's sides
 */
public record PoseRegressorSettings(
        BackboneSettings backbone, Optional<RoiLayer> pooling, PictureHead head, JointLoss jointLoss)
        implements ModelSettings {}
