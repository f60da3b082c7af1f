package dev.roilab.detect.staged;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import dev.roilab.timing.Stages;
import java.util.List;

/** From windows of an image to the vectors that the fully connected layers read: where R-CNN and SPPnet differ. */
public interface RegionEncoder {
    /** Takes the windows part by part; the tensors are gone when it returns. */
    @FunctionalInterface
    interface Part {
        /**
         * One part.
         *
         * @param windows places in the list of windows
         * @param pooled a row for each of them, and possibly more rows behind
         */
        void accept(int[] windows, Tape tape, Variable pooled);
    }

    /** Decodes and resizes the image and encodes its windows, given in pixels of the original; each is in one part. */
    void encode(Sample<?> sample, List<Box> windows, Stages stages, Part part);
}
