package dev.roilab.detect;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.roi.RoiLayer;
import java.util.List;

/** The {@code model} block of a study. */
public sealed interface ModelSettings {
    /** The convolutions, which every system has. */
    BackboneSettings backbone();

    /** Fast R-CNN (arXiv:1504.08083). */
    record FastRcnn(BackboneSettings backbone, RoiLayer roi, Head head, BoxLoss boxLoss, BoxTargets boxTargets)
            implements ModelSettings {}

    /**
     * R-CNN (arXiv:1311.2524): a network that sees one warped proposal at a time, then SVMs, then box regressors.
     *
     * @param crop what the network sees of a proposal
     * @param head the fully connected layers; the SVMs read the last of them
     * @param boxRegression reads the last feature map
     */
    record Rcnn(BackboneSettings backbone, CropSettings crop, Head head, SvmSettings svm, RidgeSettings boxRegression)
            implements ModelSettings {}

    /**
     * SPPnet (arXiv:1406.4729), section 4: convolutions once an image and scale, never fine-tuned; then as R-CNN.
     *
     * @param roi the pyramid
     * @param scales of the images; each window is taken from the one that suits it
     * @param boxRegression reads the pyramid's cells
     */
    record SppNet(
            BackboneSettings backbone,
            RoiLayer roi,
            ScaleSettings scales,
            Head head,
            SvmSettings svm,
            RidgeSettings boxRegression)
            implements ModelSettings {}

    /**
     * The classifier of R-CNN before its SVMs, over every position, scale and ratio; needs no proposals and moves no
     * box.
     */
    record SlidingWindow(BackboneSettings backbone, CropSettings crop, Head head, WindowGrid windows)
            implements ModelSettings {}

    /**
     * The fully connected layers between the region operator and the two outputs.
     *
     * @param fc width of each hidden layer
     */
    record Head(List<Integer> fc) {
        public Head {
            fc = List.copyOf(fc);
            if (fc.isEmpty() || fc.stream().anyMatch(width -> width < 1)) {
                throw new IllegalArgumentException("fc must name at least one layer, each at least 1 wide, got " + fc);
            }
        }
    }

    /** The penalty on box offsets, with its weight beside the classification loss: lambda of equation 1. */
    sealed interface BoxLoss {
        double weight();

        record L2(double weight) implements BoxLoss {}

        record L1(double weight) implements BoxLoss {}

        record SmoothL1(double beta, double weight) implements BoxLoss {
            public SmoothL1 {
                if (!(beta > 0)) {
                    throw new IllegalArgumentException("beta must be > 0, got " + beta);
                }
            }
        }
    }

    /**
     * What the offsets dx, dy, dw, dh are divided by, so that their targets have about unit variance; Fast R-CNN,
     * section 2.3.
     */
    record BoxTargets(List<Double> deviation) {
        public BoxTargets {
            deviation = List.copyOf(deviation);
            if (deviation.size() != 4 || deviation.stream().anyMatch(value -> !(value > 0))) {
                throw new IllegalArgumentException("deviation must be four numbers > 0, got " + deviation);
            }
        }
    }
}
