package dev.roilab.data;

import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Converts VOC boxes and finds the bad ones: without extent, reversed, or outside the image. A box whose ends are equal
 * is held to be without extent although, read to the letter, it includes one pixel: it is a slip of the mouse.
 */
final class BoxCheck {
    private final DataSettings.OnBadBox policy;
    private final List<String> errors;
    private final List<String> repairs = new ArrayList<>();
    private int cut;
    private int leftOut;

    BoxCheck(DataSettings.OnBadBox policy, List<String> errors) {
        this.policy = policy;
        this.errors = errors;
    }

    /** The continuous box of an object; absent if it is bad and not repaired. */
    Optional<Box> box(VocAnnotation.Marked object, int width, int height) {
        Box box = new Box(object.left() - 1, object.top() - 1, object.right(), object.bottom());
        Optional<String> problem = problem(object, width, height);
        if (problem.isEmpty()) {
            return Optional.of(box);
        }
        String line = "%s: object %d (%s): box %s %s"
                .formatted(object.boxPlace(), object.number(), object.name(), text(object), problem.get());
        Box clipped = box.clip(width, height);
        boolean canBeCut = object.right() > object.left() && object.bottom() > object.top() && clipped.hasExtent();
        switch (policy) {
            case FAIL -> {
                String remedy = canBeCut ? "correct it" : "remove it";
                errors.add(line + "; " + remedy + " or set data.on_bad_box to clip or skip");
            }
            case CLIP -> {
                if (canBeCut) {
                    cut++;
                    repairs.add(line + "; cut to the image (data.on_bad_box: clip)");
                    return Optional.of(clipped);
                }
                leaveOut(line);
            }
            case SKIP -> leaveOut(line);
        }
        return Optional.empty();
    }

    private void leaveOut(String line) {
        leftOut++;
        repairs.add(line + "; left out (data.on_bad_box: " + policy.name().toLowerCase(Locale.ROOT) + ")");
    }

    private static Optional<String> problem(VocAnnotation.Marked object, int width, int height) {
        if (object.right() < object.left() || object.bottom() < object.top()) {
            return Optional.of("is reversed: its end lies before its start");
        }
        if (object.right() == object.left() || object.bottom() == object.top()) {
            return Optional.of("has no extent");
        }
        if (object.left() < 1 || object.top() < 1 || object.right() > width || object.bottom() > height) {
            return Optional.of(
                    "reaches outside the image, which is 1,1..%d,%d (VOC counts from 1)".formatted(width, height));
        }
        return Optional.empty();
    }

    /** In the file's own coordinates. */
    private static String text(VocAnnotation.Marked object) {
        return text(object.left()) + "," + text(object.top()) + ".." + text(object.right()) + ","
                + text(object.bottom());
    }

    private static String text(double coordinate) {
        return coordinate == Math.rint(coordinate) ? Long.toString((long) coordinate) : Double.toString(coordinate);
    }

    /** What was repaired: the counts, then one line for each box; empty if nothing was. */
    List<String> warnings() {
        if (repairs.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("bad boxes: %d cut to their image, %d left out".formatted(cut, leftOut));
        lines.addAll(repairs);
        return lines;
    }
}
