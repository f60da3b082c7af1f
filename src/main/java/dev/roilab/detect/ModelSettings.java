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
import java.util.stream.IntStream;

/** The {@code model} block of a study. */
public sealed interface ModelSettings {
    /** The convolutions, which every system has. */
    BackboneSettings backbone();

    /** The fully connected layers, which every system has. */
    Head head();

    /**
     * Fast R-CNN (arXiv:1504.08083).
     *
     * @param svm SVMs that are trained afterwards and decide in place of the softmax, section 5.4; absent: the softmax
     */
    record FastRcnn(
            BackboneSettings backbone,
            RoiLayer roi,
            Head head,
            BoxLoss boxLoss,
            BoxTargets boxTargets,
            Optional<SvmSettings> svm)
            implements ModelSettings {
        /** With its own softmax. */
        public FastRcnn(BackboneSettings backbone, RoiLayer roi, Head head, BoxLoss boxLoss, BoxTargets boxTargets) {
            this(backbone, roi, head, boxLoss, boxTargets, Optional.empty());
        }

        public FastRcnn {
            head.requireFit(backbone, roi);
        }
    }

    /**
     * R-CNN (arXiv:1311.2524): a network that sees one warped proposal at a time, then SVMs, then box regressors.
     *
     * @param crop what the network sees of a proposal
     * @param head the fully connected layers; the SVMs read the last of them
     * @param boxRegression reads the last feature map
     */
    record Rcnn(BackboneSettings backbone, CropSettings crop, Head head, SvmSettings svm, RidgeSettings boxRegression)
            implements ModelSettings {
        public Rcnn {
            head.requirePlain();
        }
    }

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
            implements ModelSettings {
        public SppNet {
            head.requirePlain();
        }
    }

    /**
     * The classifier of R-CNN before its SVMs, over every position, scale and ratio; needs no proposals and moves no
     * box.
     */
    record SlidingWindow(BackboneSettings backbone, CropSettings crop, Head head, WindowGrid windows)
            implements ModelSettings {
        public SlidingWindow {
            head.requirePlain();
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

        /**
         * Of the hidden layer at a place: fc6 is the first, because the papers' networks have five convolutions below.
         */
        static String name(int place) {
            return "fc" + (6 + place);
        }

        /** Of the hidden layers, in order. */
        public List<String> names() {
            return IntStream.range(0, fc.size()).mapToObj(Head::name).toList();
        }

        /** Name and extent of each hidden layer. */
        List<LayerSize> sizes(BackboneSettings backbone, RoiLayer roi) {
            List<LayerSize> sizes = new ArrayList<>();
            int inputs = Math.multiplyExact(Backbones.channels(backbone), roi.cells());
            for (int width : fc) {
                sizes.add(new LayerSize(name(sizes.size()), inputs, width));
                inputs = width;
            }
            return sizes;
        }

        private void requirePlain() {
            if (svd.isPresent() || pretrained.isPresent()) {
                throw new IllegalArgumentException("head.svd and head.pretrained are known to fast-rcnn alone");
            }
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
