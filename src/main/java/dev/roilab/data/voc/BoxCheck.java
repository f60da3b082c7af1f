package dev.roilab.data.voc;

import dev.roilab.data.DataSettings;
import dev.roilab.data.check.Findings;
import dev.roilab.data.check.NormalisedBoxes;
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
    private final int first;
    private final Findings findings;
    private final List<String> repairs = new ArrayList<>();
    private int cut;
    private int leftOut;
    private int atZero;
    private int atEnd;
    private int beyond;
    private int all;

    /** @param first what the files call the first column and row: 0 or 1 */
    BoxCheck(DataSettings.OnBadBox policy, int first, Findings findings) {
        this.policy = policy;
        this.first = first;
        this.findings = findings;
    }

    /** The continuous box of an object; absent if it is bad and not repaired. */
    Optional<Box> box(VocAnnotation.Marked object, int width, int height) {
        int end = 1 - first;
        Box box = new Box(object.left() - first, object.top() - first, object.right() + end, object.bottom() + end);
        count(object, width, height);
        Optional<String> problem = problem(object, width, height);
        if (problem.isEmpty()) {
            findSpeck(object);
            return Optional.of(box);
        }
        String line = written(object).text() + " " + problem.get();
        Box clipped = box.clip(width, height);
        boolean canBeCut = object.right() > object.left() && object.bottom() > object.top() && clipped.hasExtent();
        switch (policy) {
            case FAIL -> {
                String remedy = canBeCut ? "correct it" : "remove it";
                findings.error("bad boxes", line + "; " + remedy + " or set data.on_bad_box to clip or skip");
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

    /** An extent in fractions of a pixel is no longer a slip: numbers of another unit look so. */
    private void findSpeck(VocAnnotation.Marked object) {
        if (object.right() - object.left() < 1 || object.bottom() - object.top() < 1) {
            findings.warning(
                    "boxes below a pixel",
                    written(object).text()
                            + " has its ends less than a pixel apart; no system can find it: write pixels, or remove it");
        }
    }

    /** What the files call the first column and row. */
    int first() {
        return first;
    }

    /** In the file's own coordinates, with its place. */
    static NormalisedBoxes.Written written(VocAnnotation.Marked object) {
        return new NormalisedBoxes.Written(
                "%s: object %d (%s): box %s".formatted(object.boxPlace(), object.number(), object.name(), text(object)),
                new double[] {object.left(), object.top(), object.right(), object.bottom()});
    }

    private void leaveOut(String line) {
        leftOut++;
        repairs.add(line + "; left out (data.on_bad_box: " + policy.name().toLowerCase(Locale.ROOT) + ")");
    }

    /** Boxes that tell where the files count from. */
    private void count(VocAnnotation.Marked object, int width, int height) {
        all++;
        if (object.left() == 0 || object.top() == 0) {
            atZero++;
        }
        if (object.right() == width || object.bottom() == height) {
            atEnd++;
        }
        if (object.right() > width || object.bottom() > height) {
            beyond++;
        }
    }

    /** Once all boxes were seen: whether the files seem to count otherwise than the settings say. */
    void findFirstPixel() {
        if (beyond > 0) {
            return;
        }
        String seen = "data.first_pixel: %d of %d boxes begin at 0 and %d end at their image's width or height"
                .formatted(atZero, all, atEnd);
        if (first == 1 && atZero > 0 && atEnd == 0) {
            hint(seen + ", so that the files seem to count from 0; if so, set data.first_pixel: 0");
        } else if (first == 1 && atZero > 0) {
            hint(seen + ": counted from 0 with ends left out, or in two ways; data.first_pixel: 0 or 1 puts one or the"
                    + " other edge off by a pixel");
        } else if (first == 0 && atZero == 0 && atEnd > 0) {
            hint(seen + ", so that the files seem to count from 1; if so, set data.first_pixel: 1");
        }
    }

    private void hint(String line) {
        if (policy == DataSettings.OnBadBox.FAIL) {
            findings.error("hints", line);
        } else {
            findings.warning("hints", line);
        }
    }

    private Optional<String> problem(VocAnnotation.Marked object, int width, int height) {
        if (object.right() < object.left() || object.bottom() < object.top()) {
            return Optional.of("is reversed: its end lies before its start");
        }
        if (object.right() == object.left() || object.bottom() == object.top()) {
            return Optional.of("has no extent");
        }
        int right = width - 1 + first;
        int bottom = height - 1 + first;
        if (object.left() < first || object.top() < first || object.right() > right || object.bottom() > bottom) {
            String origin = first == 1 ? "VOC counts from 1" : "data.first_pixel is 0";
            return Optional.of("reaches outside the image, which is %d,%d..%d,%d (%s)"
                    .formatted(first, first, right, bottom, origin));
        }
        return Optional.empty();
    }

    /** In the file's own coordinates. */
    static String text(VocAnnotation.Marked object) {
        return text(object.left()) + "," + text(object.top()) + ".." + text(object.right()) + ","
                + text(object.bottom());
    }

    /** A number of pixels as files write it. */
    static String text(double coordinate) {
        return coordinate == Math.rint(coordinate) ? Long.toString((long) coordinate) : Double.toString(coordinate);
    }

    /** Tells what was repaired: the counts, then one line for each box; nothing if nothing was. */
    void report() {
        if (!repairs.isEmpty()) {
            findings.listed("counts", "bad boxes: %d cut to their image, %d left out".formatted(cut, leftOut));
            repairs.forEach(line -> findings.listed("repaired boxes", line));
            Findings.manyRepairs(cut + leftOut, all).ifPresent(line -> findings.listed("hints", line));
        }
    }
}
