package dev.roilab.proposal;

import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.List;

/** The region proposals of a data set, by image, in pixels of the original image, best first. */
public interface Proposals {
    /** At most as many as the settings say. */
    List<Box> of(Sample sample);

    /**
     * Seconds that computing them took for this image when they were computed, whether or not they came from a cache.
     */
    double secondsOf(Sample sample);
}
