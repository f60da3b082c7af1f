package dev.roilab.data.coco;

import dev.roilab.data.DataSettings.OnBadBox;
import dev.roilab.data.check.Findings;
import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From the numbers of an annotation to the key points of its object, with everything that does not fit. */
final class CocoKeyPoints {
    private static final int NUMBERS_A_POINT = 3;

    /** Pixels, and shares of the box's side, by which a visible point may lie beyond a box that was drawn by hand. */
    private static final double BORDER = 2;

    private static final double BORDER_SHARE = 0.1;

    private final Optional<KeyPointLayout> layout;
    private final OnBadBox policy;
    private final Findings findings;

    /**
     * A reader of key points.
     *
     * @param layout absent where no class has any
     * @param policy of points beyond their picture
     */
    CocoKeyPoints(Optional<KeyPointLayout> layout, OnBadBox policy, Findings findings) {
        this.layout = layout;
        this.policy = policy;
        this.findings = findings;
    }

    /** Those of an object; absent, with an error, where they cannot be read, and where no class has any. */
    Optional<ObjectKeyPoints> of(Annotation annotation, Image image) {
        if (layout.isEmpty()) {
            return Optional.empty();
        }
        findOtherNumber(annotation, image);
        int count = layout.get().count();
        double[] numbers = annotation.keyPoints();
        if (numbers.length == 0) {
            return Optional.of(new ObjectKeyPoints(layout.get(), Collections.nCopies(count, KeyPoint.UNKNOWN)));
        }
        if (numbers.length != NUMBERS_A_POINT * count) {
            findings.error(
                    "key points of another number",
                    "%s: has %d numbers of key points, expected x, y and visibility of %d; correct them, or leave keypoints out"
                            .formatted(annotation.text(), numbers.length, count));
            return Optional.empty();
        }
        List<KeyPoint> points = new ArrayList<>();
        for (int point = 0; point < count; point++) {
            points.add(keyPoint(annotation, point, image));
        }
        findOutside(annotation, points, image);
        return Optional.of(new ObjectKeyPoints(layout.get(), points));
    }

    private KeyPoint keyPoint(Annotation annotation, int point, Image image) {
        double x = annotation.keyPoints()[NUMBERS_A_POINT * point];
        double y = annotation.keyPoints()[NUMBERS_A_POINT * point + 1];
        double code = annotation.keyPoints()[NUMBERS_A_POINT * point + 2];
        String name = layout.orElseThrow().names().get(point);
        if (code != 0 && code != 1 && code != 2) {
            findings.error(
                    "unknown visibilities",
                    "%s: key point %s has the visibility %s, expected 0 (not labelled), 1 (occluded) or 2 (visible); correct it"
                            .formatted(annotation.text(), name, code));
            return KeyPoint.UNKNOWN;
        }
        if (code == 0) {
            return KeyPoint.UNKNOWN;
        }
        if (CocoObjects.beyond(x, x, image.width()) || CocoObjects.beyond(y, y, image.height())) {
            String line = String.format(
                    Locale.ROOT,
                    "%s: key point %s at %.2f, %.2f lies outside its picture of %s",
                    annotation.text(),
                    name,
                    x,
                    y,
                    CocoObjects.size(image));
            if (policy == OnBadBox.FAIL) {
                findings.error("key points outside", line + "; correct it or set data.on_bad_box to clip or skip");
            } else {
                findings.listed("points outside", line + "; it counts as not labelled");
            }
            return KeyPoint.UNKNOWN;
        }
        return new KeyPoint(x, y, Visibility.ofCode((int) code));
    }

    /** Whether as many are labelled as the file says. */
    private void findOtherNumber(Annotation annotation, Image image) {
        double[] numbers = annotation.keyPoints();
        int labelled = 0;
        for (int code = NUMBERS_A_POINT - 1; code < numbers.length; code += NUMBERS_A_POINT) {
            labelled += numbers[code] > 0 ? 1 : 0;
        }
        double said = annotation.labelledPoints().orElse((double) labelled);
        if (said != labelled) {
            findings.warning(
                    "other numbers of key points",
                    "%s of %s: its num_keypoints is %s, but %d of its %d key points are labelled (visibility 1 or 2); the"
                                    .formatted(
                                            annotation.text(),
                                            image.fileName(),
                                            said == Math.rint(said)
                                                    ? Long.toString((long) said)
                                                    : Double.toString(said),
                                            labelled,
                                            numbers.length / NUMBERS_A_POINT)
                            + " points are read, num_keypoints is not: correct the one that is wrong");
        }
    }

    /** A point that can be seen lies in its object; one that is hidden may be guessed to lie beyond. */
    private void findOutside(Annotation annotation, List<KeyPoint> points, Image image) {
        Optional<Box> around = annotation.around();
        for (int place = 0; around.isPresent() && place < points.size(); place++) {
            KeyPoint point = points.get(place);
            if (point.visibility() == Visibility.VISIBLE && isOutside(point, around.get())) {
                findings.warning(
                        "visible key points outside their box",
                        String.format(
                                Locale.ROOT,
                                "%s of %s: its key point %s at %.2f, %.2f is visible, but lies outside its bbox %s; one of"
                                        + " them is not this object's: correct it",
                                annotation.text(),
                                image.fileName(),
                                layout.orElseThrow().names().get(place),
                                point.x(),
                                point.y(),
                                CocoObjects.text(around.get())));
            }
        }
    }

    private static boolean isOutside(KeyPoint point, Box box) {
        double right = Math.max(BORDER, BORDER_SHARE * box.width());
        double down = Math.max(BORDER, BORDER_SHARE * box.height());
        return point.x() < box.x1() - right
                || point.x() > box.x2() + right
                || point.y() < box.y1() - down
                || point.y() > box.y2() + down;
    }
}
