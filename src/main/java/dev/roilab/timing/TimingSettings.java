package dev.roilab.timing;

/**
 * The {@code timing} block of a study: how trained arms are timed, one image at a time.
 *
 * @param images of the test split, the same for every arm
 * @param rounds in each of which every arm has its turn: A B A B, so that what changes on the machine changes for all
 */
public record TimingSettings(int images, int rounds) {
    public TimingSettings {
        if (images < 1) {
            throw new IllegalArgumentException("images must be >= 1, got " + images);
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be >= 1, got " + rounds);
        }
    }
}
