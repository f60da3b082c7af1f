package dev.roilab.rpn;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;

/**
 * How many proposals of an image there are: Faster R-CNN (arXiv:1506.01497), section 3.3.
 *
 * @param beforeNms the most that non-maximum suppression looks at, best first
 * @param afterNms the most that are left
 */
public record ProposalLimits(
        @Range(min = 1) int beforeNms, @Range(min = 1) int afterNms) {
    public ProposalLimits {
        Ranges.require(ProposalLimits.class, beforeNms, afterNms);
        if (afterNms > beforeNms) {
            throw new IllegalArgumentException(
                    "after_nms must not exceed before_nms, got %d and %d".formatted(afterNms, beforeNms));
        }
    }
}
