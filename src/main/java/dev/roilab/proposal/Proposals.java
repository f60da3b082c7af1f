package dev.roilab.proposal;

import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.OptionalDouble;

/** The region proposals of a data set, by image, in pixels of the original image, best first. */
public interface Proposals {
    /** At most as many as the settings say. */
    List<Box> of(Sample<?> sample);

    /**
     * Seconds that the search for this image's boxes took just now; empty where none was made, such as where they came
     * from a cache. What a search took once, on a machine in whatever state, is never told again.
     */
    default OptionalDouble searchSeconds(Sample<?> sample) {
        return OptionalDouble.empty();
    }
}
