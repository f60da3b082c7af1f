package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.nn.LossTerms;
import java.util.List;
import java.util.Optional;

/**
 * A part of a detector beside classifier and box regressor, which learns of the same regions: the branches of Mask
 * R-CNN (arXiv:1703.06870), section 3.
 */
public interface RegionBranch {
    /**
     * Its loss of one training step; empty where there is nothing to learn from.
     *
     * @param maps of the mini-batch's images
     * @param regions all that the detector learns from, at least one
     */
    Optional<LossTerms> terms(Tape tape, FeatureMaps maps, DrawnRegions regions);

    /** In the order of the forward pass. */
    List<Parameter> parameters();
}
