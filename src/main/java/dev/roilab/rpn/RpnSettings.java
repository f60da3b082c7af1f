package dev.roilab.rpn;

import dev.roilab.data.Resizing.Extent;
import dev.roilab.nn.BoxLoss;
import dev.roilab.yaml.Doubt;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Set;

/**
 * A region proposal network: Faster R-CNN (arXiv:1506.01497), section 3.1.
 *
 * @param channels of the 3 x 3 convolution over the map
 * @param sampling of the anchors that it learns from
 * @param boxLoss of the foreground anchors' offsets; like the loss of their scores, it is summed and divided by the
 *     number of all sampled anchors
 * @param train proposals of an image that the detector learns from
 * @param test proposals of an image in the test
 * @param nms of two proposals with a larger overlap, the one with the lower score is dropped
 * @param smallest proposals with a shorter side below this are dropped, pixels of the resized image
 */
public record RpnSettings(
        AnchorSettings anchors,
        @Range(min = 1) int channels,
        AnchorSampling sampling,
        BoxLoss boxLoss,
        ProposalLimits train,
        ProposalLimits test,
        @Range(min = 0, max = 1) double nms,
        @Range(min = 0) double smallest)
        implements PartlyRead {
    public RpnSettings {
        Ranges.require(RpnSettings.class, anchors, channels, sampling, boxLoss, train, test, nms, smallest);
    }

    /**
     * Looks at the maps below.
     *
     * @param maps how many there are, several
     * @throws IllegalArgumentException if that is not the number of anchors' sizes
     */
    public void requireMaps(int maps) {
        if (anchors.sizes().size() != maps) {
            throw new IllegalArgumentException(
                    "rpn.anchors.sizes must name one for each of the %d maps that the neck gives, finest first, got %d"
                            .formatted(maps, anchors.sizes().size()));
        }
    }

    /** Of anchors that no picture of these sizes can teach anything but background, if that. */
    public List<Doubt> doubts(Set<Extent> pictures) {
        return anchors.largerThan(pictures, sampling).stream()
                .map(doubt -> doubt.below("anchors."))
                .toList();
    }

    @Override
    public List<Unread> unread() {
        return boxLoss.weight() == 0
                ? List.of(Unread.keys("box_loss.weight is 0", "box_loss.type", "box_loss.beta"))
                : List.of();
    }
}
