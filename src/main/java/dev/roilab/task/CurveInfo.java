package dev.roilab.task;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A curve that trials keep, as its task or system declares it. Results carry the declarations of their curves, so that
 * reports know none of them by name.
 *
 * @param name by which a study asks for it
 * @param at which of several curves of this name, such as an overlap
 * @param title of the whole picture
 * @param shortTitle before the name of a panel, where there are several
 * @param convention by which it is computed, a phrase behind the title
 */
public record CurveInfo(
        String name, Optional<Double> at, String title, String shortTitle, Axis across, Axis up, String convention) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final double SAME = 1e-6;

    /** @throws IllegalArgumentException if files could not have the name, or there is nothing to print */
    public CurveInfo {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a curve's name must be small letters, digits and '-' and begin with a letter, got '" + name + "'");
        }
        if (title.isBlank() || shortTitle.isBlank()) {
            throw new IllegalArgumentException("curve '" + name + "' needs a title and a short one");
        }
    }

    /** Whether a study that asks so means this one. */
    public boolean is(String otherName, Optional<Double> otherAt) {
        return name.equals(otherName)
                && at.isPresent() == otherAt.isPresent()
                && (at.isEmpty() || Math.abs(at.get() - otherAt.get()) < SAME);
    }
}
