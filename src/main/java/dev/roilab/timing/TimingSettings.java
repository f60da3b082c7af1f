package dev.roilab.timing;

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
public record TimingSettings(int images, int rounds, Optional<Integer> processes) {
    private static final int UNLESS_SAID = 5;

    public TimingSettings {
        require("images", images);
        require("rounds", rounds);
        processes.ifPresent(count -> require("processes", count));
    }

    /** In as many processes as is usual. */
    public TimingSettings(int images, int rounds) {
        this(images, rounds, Optional.empty());
    }

    private static void require(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1, got " + value);
        }
    }

    public int processCount() {
        return processes.orElse(UNLESS_SAID);
    }
}
