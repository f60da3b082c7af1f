package dev.roilab.proposal;

import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.List;

/** Proposes regions for one image at a time; safe to call from several threads. */
interface ProposalSource {
    /** At most {@code count} boxes inside the image, best first, in its pixels. */
    List<Box> propose(Sample sample);
}
