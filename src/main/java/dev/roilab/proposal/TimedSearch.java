package dev.roilab.proposal;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.global.opencv_core;

/**
 * The search for the proposals of a few images, to be timed like any stage of a detector: one image after the other, on
 * one thread, as often as asked, and never from a cache. Its boxes are those that a {@link ProposalSearch} gives.
 */
public final class TimedSearch implements Proposals {
    private final ProposalSettings settings;
    private final ProposalSource source;
    private final List<? extends Sample<?>> samples;
    private final Map<String, List<Box>> found = new LinkedHashMap<>();

    /**
     * Searches once, which makes the search itself ready to be timed.
     *
     * @throws dev.roilab.data.DataException if stored proposals lack an image
     */
    public TimedSearch(ProposalSettings settings, List<? extends Sample<?>> samples) {
        this.settings = settings;
        this.source = ProposalSearch.source(settings);
        this.samples = List.copyOf(samples);
        opencv_core.setNumThreads(1);
        for (Sample<?> sample : samples) {
            List<Box> boxes = source.propose(sample);
            found.put(sample.id(), ProposalSearch.first(boxes, settings.count()));
        }
    }

    /**
     * Whether {@link #milliseconds} says what proposals cost: not so of boxes that another program has stored, for
     * which reading them back is no measure.
     */
    public boolean isMeasured() {
        return !(settings instanceof ProposalSettings.Stored);
    }

    /**
     * Searches every image once more, in order; its decoding, which a detector has as a stage of its own, not counted.
     */
    public List<Double> milliseconds() {
        List<Double> taken = new ArrayList<>();
        for (Sample<?> sample : samples) {
            Pixels pixels = sample.read();
            long start = System.nanoTime();
            source.propose(sample, () -> pixels);
            taken.add((System.nanoTime() - start) / 1e6);
        }
        return taken;
    }

    @Override
    public List<Box> of(Sample<?> sample) {
        List<Box> boxes = found.get(sample.id());
        if (boxes == null) {
            throw new IllegalArgumentException("no proposals were asked for of image " + sample.id());
        }
        return boxes;
    }
}
