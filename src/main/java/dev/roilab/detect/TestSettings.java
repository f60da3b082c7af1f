package dev.roilab.detect;

import java.util.Optional;

/**
 * The {@code test} block of a study.
 *
 * @param scales of the images, each region taken from the one that suits it; absent: the data's size alone
 */
public record TestSettings(Optional<ScaleSettings> scales) {
    /** The data's size alone. */
    public static final TestSettings ONE_SCALE = new TestSettings(Optional.empty());
}
