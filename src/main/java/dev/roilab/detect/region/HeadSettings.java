package dev.roilab.detect.region;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.backbone.ClassifierWeights;
import dev.roilab.compress.LayerSize;
import dev.roilab.compress.SvdSettings;
import dev.roilab.roi.RoiLayer;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The fully connected layers between the region operator and the two outputs.
 *
 * @param fc width of each hidden layer
 * @param svd how they are compressed after training; absent: not at all
 * @param pretrained whether fc6 and fc7 start from the backbone's file of weights; absent: no
 */
public record HeadSettings(@Range(min = 1) List<Integer> fc, Optional<SvdSettings> svd, Optional<Boolean> pretrained)
        implements PartlyRead {
    /** Layers that start at random and stay whole. */
    public HeadSettings(List<Integer> fc) {
        this(fc, Optional.empty(), Optional.empty());
    }

    public HeadSettings {
        fc = List.copyOf(fc);
        Ranges.require(HeadSettings.class, fc, svd, pretrained);
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

    /** Of the hidden layer at a place: fc6 is the first, because the papers' networks have five convolutions below. */
    static String name(int place) {
        return "fc" + (6 + place);
    }

    /** Of the hidden layers, in order. */
    public List<String> names() {
        return IntStream.range(0, fc.size()).mapToObj(HeadSettings::name).toList();
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

    /**
     * Looks at what truncation and files of weights ask of the layers below.
     *
     * @throws IllegalArgumentException with what does not fit
     */
    public void requireFit(BackboneSettings backbone, RoiLayer roi) {
        svd.ifPresent(settings -> settings.requireSaving(sizes(backbone, roi)));
        if (!pretrained.orElse(false)) {
            return;
        }
        List<String> names = ClassifierWeights.names(backbone);
        if (names.isEmpty() || names.size() != fc.size() || backbone.weights().isEmpty()) {
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
