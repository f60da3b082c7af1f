package dev.roilab.rpn;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.geometry.Nms;
import dev.roilab.geometry.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From a region proposal network's outputs for an image to its proposals: the best anchors, moved by their offsets, cut
 * to the image, without those that are too small, after non-maximum suppression. Faster R-CNN (arXiv:1506.01497),
 * section 3.3.
 *
 * @param nms of two proposals with a larger overlap, the one with the lower score is dropped
 * @param smallest proposals with a shorter side below this are dropped, pixels
 */
public record ProposalFilter(ProposalLimits limits, double nms, double smallest) {
    /** Offsets of anchors are not divided by anything. */
    static final BoxCoder CODER = new BoxCoder(List.of(1.0, 1.0, 1.0, 1.0));

    /**
     * A proposal.
     *
     * @param logit of its being an object
     */
    public record Proposal(Box box, double logit) {}

    /**
     * The proposals of one image, best first. Of several maps, each has its own best anchors and its own suppression,
     * and the best of all are left: Feature Pyramid Networks (arXiv:1612.03144), section 4.1.
     */
    public List<Proposal> proposals(Anchors anchors, RpnOutputs outputs, int imageWidth, int imageHeight) {
        var image = new Box(0, 0, imageWidth, imageHeight);
        List<Proposal> proposals = new ArrayList<>();
        for (int level = 0; level < anchors.levels().size(); level++) {
            proposals.addAll(suppressed(candidates(anchors, level, outputs, image)));
        }
        if (anchors.levels().size() > 1) {
            proposals.sort(Comparator.comparingDouble(Proposal::logit).reversed());
        }
        return List.copyOf(proposals.subList(0, Math.min(proposals.size(), limits.afterNms())));
    }

    /** @param candidates best first */
    private List<Proposal> suppressed(List<Proposal> candidates) {
        List<Proposal> left = new ArrayList<>();
        List<Box> boxes = candidates.stream().map(Proposal::box).toList();
        for (int place : Nms.keepRanked(boxes, nms, limits.afterNms())) {
            left.add(candidates.get(place));
        }
        return left;
    }

    private List<Proposal> candidates(Anchors anchors, int place, RpnOutputs outputs, Box image) {
        Anchors.Level level = anchors.levels().get(place);
        RpnOutputs.Map map = outputs.maps().get(place);
        double[] logits = new double[level.count()];
        for (int anchor = 0; anchor < logits.length; anchor++) {
            logits[anchor] = map.logits()[level.place(outputs.image(), anchor)];
        }
        int[] order = Ranking.descending(logits);
        List<Proposal> candidates = new ArrayList<>();
        float[] offsets = new float[4];
        for (int rank = 0; rank < Math.min(order.length, limits.beforeNms()); rank++) {
            int anchor = order[rank];
            int first = level.placeOfFour(outputs.image(), anchor);
            for (int i = 0; i < 4; i++) {
                offsets[i] = map.offsets()[first + i * level.cells()];
            }
            Box box = CODER.decode(anchors.box(level.first() + anchor), offsets, 0)
                    .clip(image.x2(), image.y2());
            if (box.hasExtent() && box.width() >= smallest && box.height() >= smallest) {
                candidates.add(new Proposal(box, logits[anchor]));
            }
        }
        return candidates;
    }
}
