package dev.roilab.detect.region;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.backbone.ClassifierWeights;
import dev.roilab.backbone.LastStage;
import dev.roilab.compress.LayerSize;
import dev.roilab.compress.SvdSettings;
import dev.roilab.roi.RoiLayer;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import dev.roilab.yaml.Usual;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What there is between the region operator and the two outputs. */
@Usual(HeadSettings.Fc.class)
public sealed interface HeadSettings {
    /** Stages of a test that its layers are, in order. */
    List<String> names();

    /** How it is compressed after training; absent: not at all. */
    default Optional<SvdSettings> svd() {
        return Optional.empty();
    }

    /** The same, never compressed. */
    HeadSettings whole();

    /**
     * Looks at what it asks of the layers below.
     *
     * @param channels of the maps that regions are read from
     * @throws IllegalArgumentException with what does not fit
     */
    void requireFit(BackboneSettings backbone, int channels, RoiLayer roi);

    /** The backbone with all that the head takes of it: what a pretraining trains, and a file must have. */
    default BackboneSettings whole(BackboneSettings backbone) {
        return backbone;
    }

    /**
     * The fully connected layers between the region operator and the two outputs.
     *
     * @param fc width of each hidden layer
     * @param svd how they are compressed after training; absent: not at all
     * @param pretrained whether fc6 and fc7 start from the backbone's file of weights; absent: no
     */
    record Fc(@Range(min = 1) List<Integer> fc, Optional<SvdSettings> svd, Optional<Boolean> pretrained)
            implements HeadSettings, PartlyRead {
        /** Layers that start at random and stay whole. */
        public Fc(List<Integer> fc) {
            this(fc, Optional.empty(), Optional.empty());
        }

        public Fc {
            fc = List.copyOf(fc);
            Ranges.require(Fc.class, fc, svd, pretrained);
            if (fc.isEmpty()) {
                throw new IllegalArgumentException("fc must name at least one layer");
            }
        }

        @Override
        public List<Unread> unread() {
            List<Unread> unread = new ArrayList<>(Unread.asDefault("pretrained", pretrained, false));
            if (svd.isPresent() && svd.get().keepsAll() && svd.get().tuning().isEmpty()) {
                unread.add(Unread.keys("ranks of 0 leave every layer whole, as no svd does", "svd"));
            }
            return unread;
        }

        /**
         * Of the hidden layer at a place: fc6 is the first, because the papers' networks have five convolutions below.
         */
        static String name(int place) {
            return "fc" + (6 + place);
        }

        @Override
        public List<String> names() {
            return IntStream.range(0, fc.size()).mapToObj(Fc::name).toList();
        }

        @Override
        public Fc whole() {
            return new Fc(fc, Optional.empty(), pretrained);
        }

        /** Name and extent of each hidden layer. */
        List<LayerSize> sizes(int channels, RoiLayer roi) {
            List<LayerSize> sizes = new ArrayList<>();
            int inputs = Math.multiplyExact(channels, roi.cells());
            for (int width : fc) {
                sizes.add(new LayerSize(name(sizes.size()), inputs, width));
                inputs = width;
            }
            return sizes;
        }

        /**
         * For systems that neither compress their layers nor start them from a file.
         *
         * @throws IllegalArgumentException if these settings ask for either
         */
        public void requirePlain() {
            if (svd.isPresent() || pretrained.isPresent()) {
                throw new IllegalArgumentException("head.svd and head.pretrained are known to fast-rcnn alone");
            }
        }

        @Override
        public void requireFit(BackboneSettings backbone, int channels, RoiLayer roi) {
            svd.ifPresent(settings -> settings.requireSaving(sizes(channels, roi)));
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
            if (channels != Backbones.channels(backbone)) {
                throw new IllegalArgumentException(
                        "head.pretrained needs the %d channels of the backbone's last map, as its fc6 was trained on, got %d"
                                .formatted(Backbones.channels(backbone), channels));
            }
            int cells = ClassifierWeights.cells(backbone);
            if (roi.cells() != cells || roi instanceof RoiLayer.Spp) {
                throw new IllegalArgumentException(
                        "head.pretrained needs a grid of %d cells a region, as its fc6 was trained on, got %d"
                                .formatted(cells, roi.cells()));
            }
        }
    }

    /**
     * The last stage of a ResNet, conv5, over every region, then the mean over its cells: Deep Residual Learning
     * (arXiv:1512.03385), appendix A; the C4 of Mask R-CNN (arXiv:1703.06870), figure 4. It halves the grid that a
     * region becomes, 14 x 14 in the papers. What the backbone's settings say of weights and normalisation is true of
     * it as well; it learns wherever the head learns.
     */
    record Stage() implements HeadSettings {
        /** Of the stage. */
        public static final String NAME = "conv5";

        @Override
        public List<String> names() {
            return List.of(NAME);
        }

        @Override
        public Stage whole() {
            return this;
        }

        @Override
        public void requireFit(BackboneSettings backbone, int channels, RoiLayer roi) {
            if (LastStage.of(backbone).isEmpty()) {
                throw new IllegalArgumentException(
                        "head.type stage takes the last stage of a resnet of stride 16, and the backbone is %s"
                                .formatted(LastStage.words(backbone)));
            }
            if (channels != Backbones.channels(backbone)) {
                throw new IllegalArgumentException(
                        "head.type stage reads the %d channels of the backbone's last map, and regions have %d"
                                .formatted(Backbones.channels(backbone), channels));
            }
            if (roi instanceof RoiLayer.Spp) {
                throw new IllegalArgumentException("head.type stage needs a grid of cells, not a pyramid of them");
            }
        }

        @Override
        public BackboneSettings whole(BackboneSettings backbone) {
            return LastStage.of(backbone).orElseThrow();
        }
    }
}
