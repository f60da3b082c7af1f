package dev.roilab.detect;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.backbone.ClassifierWeights;
import dev.roilab.compress.LayerSize;
import dev.roilab.compress.SvdSettings;
import dev.roilab.roi.RoiLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code model} block of a study. */
public sealed interface ModelSettings {
    /** Fast R-CNN (arXiv:1504.08083). */
    record FastRcnn(BackboneSettings backbone, RoiLayer roi, Head head, BoxLoss boxLoss, BoxTargets boxTargets)
            implements ModelSettings {
        public FastRcnn {
            head.requireFit(backbone, roi);
        }
    }

    /**
     * The fully connected layers between the region operator and the two outputs.
     *
     * @param fc width of each hidden layer
     * @param svd how they are compressed after training; absent: not at all
     * @param pretrained whether fc6 and fc7 start from the backbone's file of weights; absent: no
     */
    record Head(List<Integer> fc, Optional<SvdSettings> svd, Optional<Boolean> pretrained) {
        /** Layers that start at random and stay whole. */
        public Head(List<Integer> fc) {
            this(fc, Optional.empty(), Optional.empty());
        }

        public Head {
            fc = List.copyOf(fc);
            if (fc.isEmpty() || fc.stream().anyMatch(width -> width < 1)) {
                throw new IllegalArgumentException("fc must name at least one layer, each at least 1 wide, got " + fc);
            }
        }

        /** Name and extent of each hidden layer, from fc6. */
        List<LayerSize> sizes(BackboneSettings backbone, RoiLayer roi) {
            List<LayerSize> sizes = new ArrayList<>();
            int inputs = Math.multiplyExact(Backbones.channels(backbone), roi.cells());
            for (int width : fc) {
                sizes.add(new LayerSize("fc" + (6 + sizes.size()), inputs, width));
                inputs = width;
            }
            return sizes;
        }

        private void requireFit(BackboneSettings backbone, RoiLayer roi) {
            svd.ifPresent(settings -> settings.requireSaving(sizes(backbone, roi)));
            if (!pretrained.orElse(false)) {
                return;
            }
            List<String> names = ClassifierWeights.names(backbone);
            if (names.isEmpty()
                    || names.size() != fc.size()
                    || backbone.weights().isEmpty()) {
                throw new IllegalArgumentException(
                        "head.pretrained needs a vgg or alexnet with a file of weights and two layers in fc");
            }
            int cells = ClassifierWeights.cells(backbone);
            if (roi.cells() != cells || roi instanceof RoiLayer.Spp) {
                throw new IllegalArgumentException(
                        "head.pretrained needs a grid of %d cells a region, as its fc6 was trained on, got %d"
                                .formatted(cells, roi.cells()));
            }
        }
    }

    /** The penalty on box offsets, with its weight beside the classification loss: lambda of equation 1. */
    sealed interface BoxLoss {
        double weight();

        record L2(double weight) implements BoxLoss {
            public L2 {
                requireWeight(weight);
            }
        }

        record L1(double weight) implements BoxLoss {
            public L1 {
                requireWeight(weight);
            }
        }

        record SmoothL1(double beta, double weight) implements BoxLoss {
            public SmoothL1 {
                if (!(beta > 0)) {
                    throw new IllegalArgumentException("beta must be > 0, got " + beta);
                }
                requireWeight(weight);
            }
        }

        /** 0 trains the classifier alone: the first column of table 6. */
        private static void requireWeight(double weight) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weight must be >= 0, got " + weight);
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
