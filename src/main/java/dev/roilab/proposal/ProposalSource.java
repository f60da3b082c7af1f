package dev.roilab.proposal;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.function.Supplier;

/** Proposes regions for one image at a time; safe to call from several threads. */
interface ProposalSource extends AutoCloseable {
    /**
     * At most {@code count} boxes inside the image, best first, in its pixels.
     *
     * @param pixels of the image, for those that look at it
     */
    List<Box> propose(Sample<?> sample, Supplier<Pixels> pixels);

    /** The same, with the image decoded where it is needed. */
    default List<Box> propose(Sample<?> sample) {
        return propose(sample, sample::read);
    }

    /** Gives up what it holds; most hold nothing. */
    @Override
    default void close() {}
}
