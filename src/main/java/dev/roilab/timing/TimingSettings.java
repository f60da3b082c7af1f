package dev.roilab.timing;

import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.Optional;

/**
 * The {@code timing} block of a study: how trained arms are timed, one image at a time.
 *
 * @param images of the test split, the same for every arm
 * @param rounds of each process, in each of which every arm has its turn: A B A B, so that what changes on the machine
 *     changes for all
 * @param processes fresh Java machines, one after the other: two of them differ by more than two rounds of one; absent:
 *     5, with which a claim about time can be decided
 */
public record TimingSettings(
        @Range(min = 1) int images,
        @Range(min = 1) int rounds,
        @Range(min = 1) Optional<Integer> processes) {
    private static final int UNLESS_SAID = 5;

    public TimingSettings {
        Ranges.require(TimingSettings.class, images, rounds, processes);
    }

    /** In as many processes as is usual. */
    public TimingSettings(int images, int rounds) {
        this(images, rounds, Optional.empty());
    }

    /** The same with another number of images. */
    public TimingSettings withImages(int count) {
        return new TimingSettings(count, rounds, processes);
    }

    public int processCount() {
        return processes.orElse(UNLESS_SAID);
    }
}
