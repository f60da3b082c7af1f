package dev.roilab.detect.region;

import dev.roilab.detect.TrainSettings;
import dev.roilab.yaml.Doubt;
import dev.roilab.yaml.Doubtful;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;

/**
 * Which regions a mini-batch learns from: Fast R-CNN (arXiv:1504.08083), section 2.3, R-CNN (arXiv:1311.2524), section
 * 2.3.
 *
 * @param rois regions a mini-batch, over all its images: R of hierarchical sampling
 * @param foreground the part of the regions taken from objects, at most
 * @param foregroundIou a region with at least this overlap with an object is foreground
 * @param backgroundIou a region whose largest overlap lies in this band is background
 */
public record SamplingSettings(
        @Range(min = 1) int rois,
        @Range(above = 0, below = 1) double foreground,
        @Range(above = 0, max = 1) double foregroundIou,
        Band backgroundIou)
        implements PartlyRead, Doubtful {
    public SamplingSettings {
        Ranges.require(SamplingSettings.class, rois, foreground, foregroundIou, backgroundIou);
    }

    /** A region that is foreground is no background. */
    @Override
    public List<Unread> unread() {
        if (backgroundIou.from() >= foregroundIou) {
            String why = "foreground_iou %s leaves no region of this band".formatted(foregroundIou);
            return List.of(Unread.keys(why, "background_iou.from", "background_iou.to"));
        }
        String why = "regions from foreground_iou %s on are foreground".formatted(foregroundIou);
        return List.of(Unread.same(why, Math.min(backgroundIou.to(), foregroundIou), "background_iou.to"));
    }

    @Override
    public List<Doubt> doubts() {
        if (backgroundIou.from() >= foregroundIou) {
            return List.of(new Doubt(
                    "background_iou",
                    "regions from foreground_iou %s on are foreground, so that none is background"
                            .formatted(foregroundIou)));
        }
        if (backgroundIou.to() <= foregroundIou) {
            return List.of();
        }
        return List.of(new Doubt(
                "background_iou.to",
                "%s is above foreground_iou %s, from which on regions are foreground"
                        .formatted(backgroundIou.to(), foregroundIou)));
    }

    /** How many regions of a mini-batch are foreground where the part is of the whole batch, not of each image. */
    public int foregroundCount() {
        return (int) Math.round(rois * foreground);
    }

    /** Parts that give the same {@link #foregroundCount}, for systems that read no more of it. */
    public Unread seenAsCount() {
        String why = "%d of %d regions are foreground".formatted(foregroundCount(), rois);
        return Unread.same(why, foregroundCount(), "sampling.foreground");
    }

    /**
     * What is wrong with a number of images a mini-batch: each gives as many regions.
     *
     * @return a line at most, which begins with the setting's path
     */
    public List<String> misfit(TrainSettings train) {
        return rois % train.images() == 0
                ? List.of()
                : List.of("model.sampling.rois must be a multiple of train.images, got rois %d and images %d"
                        .formatted(rois, train.images()));
    }

    /** An interval of overlaps: {@code from <= iou < to}. */
    public record Band(
            @Range(min = 0, max = 1) double from,
            @Range(min = 0, max = 1) double to) {
        public Band {
            Ranges.require(Band.class, from, to);
            if (from >= to) {
                throw new IllegalArgumentException(
                        "a band needs 0 <= from < to <= 1, got %s to %s".formatted(from, to));
            }
        }
    }
}
