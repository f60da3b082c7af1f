package dev.roilab.detect;

import dev.roilab.data.Sample;

/** A system's training and test in small pieces, to see what they take and whether they repeat to the bit. */
public interface Rehearsal {
    /** One step of the training, counted from 0. */
    void step(int step);

    /** The test of one image, with the fixed number of boxes of the system's parts. */
    void test(Sample<?> sample);
}
