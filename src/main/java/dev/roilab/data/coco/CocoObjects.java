package dev.roilab.data.coco;

import dev.roilab.data.DataSettings.OnBadBox;
import dev.roilab.data.TrueObject;
import dev.roilab.data.check.Findings;
import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Category;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.coco.CocoContent.Segmentation;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.data.parts.ObjectMask;
import dev.roilab.data.parts.ObjectParts;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.geometry.mask.PolygonMasks;
import dev.roilab.yaml.Suggestions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** From the annotations of a picture to its objects, with everything that does not fit the picture. */
final class CocoObjects {
    /** Boxes and points are written to hundredths; so much beyond a picture is their rounding. */
    private static final double ROUNDING = 0.01;

    private static final int NUMBERS_A_POINT = 3;

    private final List<String> classes;
    private final OnBadBox policy;
    private final Optional<KeyPointLayout> layout;
    private final Findings findings;
    private final AnnotationCheck check;
    private final Map<String, Unknown> unknown = new HashMap<>();

    /**
     * A reader of objects.
     *
     * @param classes by label
     * @param policy also of polygons and key points beyond their picture
     */
    CocoObjects(List<String> classes, OnBadBox policy, Optional<KeyPointLayout> layout, Findings findings) {
        this.classes = classes;
        this.policy = policy;
        this.layout = layout;
        this.findings = findings;
        check = new AnnotationCheck(findings);
    }

    /** Objects of a class that the settings do not name; it is told once. */
    private static final class Unknown {
        private final String first;
        private int objects;

        Unknown(String first) {
            this.first = first;
        }

        String line() {
            return objects == 1 ? first : "%s (%d objects)".formatted(first, objects);
        }
    }

    /** Those whose class is known and that are good or mended. */
    List<TrueObject> of(Image image, CocoIds ids) {
        check.findTwins(ids.of(image), image);
        List<TrueObject> objects = new ArrayList<>();
        for (Annotation annotation : ids.of(image)) {
            Category category = ids.category(annotation);
            int label = classes.indexOf(category.name());
            if (label < 0) {
                unknownClass(annotation, category);
            } else {
                object(annotation, label, image).ifPresent(objects::add);
            }
        }
        return objects;
    }

    private void unknownClass(Annotation annotation, Category category) {
        Unknown known = unknown.get(category.name());
        if (known == null) {
            known = new Unknown(annotation.text() + ": "
                    + Suggestions.unknown("class", category.name(), ", not in data.classes", classes));
            unknown.put(category.name(), known);
            findings.error("unknown classes", known::line);
        }
        known.objects++;
    }

    private Optional<TrueObject> object(Annotation annotation, int label, Image image) {
        Optional<ObjectMask> mask = mask(annotation, image);
        Optional<Box> said = annotation.corners();
        if (said.isEmpty() && mask.isEmpty()) {
            findings.error(
                    "objects without a place",
                    "%s: has neither a bbox nor a segmentation that fits; give it one, or remove it"
                            .formatted(annotation.text()));
            return Optional.empty();
        }
        Box box = said.orElseGet(() -> mask.orElseThrow().pixels().box());
        Optional<Box> good = box(annotation, box, image);
        boolean polygonsFit = polygonsFit(annotation, image);
        if (good.isEmpty() || !polygonsFit) {
            return Optional.empty();
        }
        check.look(annotation, image);
        var parts = new ObjectParts(annotation.crowd(), annotation.area(), mask, keyPoints(annotation, image));
        return Optional.of(new TrueObject(label, good.get(), false, parts));
    }

    private static boolean beyond(double from, double to, double extent) {
        return from < -ROUNDING || to > extent + ROUNDING;
    }

    private Optional<Box> box(Annotation annotation, Box box, Image image) {
        Box cut = box.clip(image.width(), image.height());
        boolean outside = beyond(box.x1(), box.x2(), image.width()) || beyond(box.y1(), box.y2(), image.height());
        if (box.hasExtent() && cut.hasExtent() && !outside) {
            return Optional.of(cut);
        }
        String what = box.hasExtent() ? "reaches beyond its picture of " + size(image) : "has no extent";
        boolean canBeCut = box.hasExtent() && cut.hasExtent();
        return repaired(annotation, "bbox %s %s".formatted(text(box), what), canBeCut)
                ? Optional.of(cut)
                : Optional.empty();
    }

    /** Whether an object stays, mended; it does not where it cannot be mended. */
    private boolean repaired(Annotation annotation, String problem, boolean canBeCut) {
        String line = annotation.text() + ": " + problem;
        String said = "(data.on_bad_box: " + policy.name().toLowerCase(Locale.ROOT) + ")";
        if (policy == OnBadBox.FAIL) {
            findings.error(
                    "objects that do not fit",
                    line + "; " + (canBeCut ? "correct it" : "remove it") + " or set data.on_bad_box to clip or skip");
            return false;
        }
        boolean stays = policy == OnBadBox.CLIP && canBeCut;
        findings.listed("repairs", line + (stays ? "; cut to the picture " : "; left out ") + said);
        return stays;
    }

    private Optional<ObjectMask> mask(Annotation annotation, Image image) {
        return switch (annotation.segmentation()) {
            case Segmentation.None _ -> Optional.empty();
            case Segmentation.Polygons(List<double[]> corners) ->
                Optional.of(ObjectMask.made(() -> PolygonMasks.of(image.height(), image.width(), corners)));
            case Segmentation.Runs(var mask) -> {
                if (mask.width() == image.width() && mask.height() == image.height()) {
                    yield Optional.of(ObjectMask.of(mask));
                }
                findings.error(
                        "masks of another size",
                        "%s: the mask is %d wide and %d high, its picture %s; draw it in the size of the picture"
                                .formatted(annotation.text(), mask.width(), mask.height(), size(image)));
                yield Optional.empty();
            }
        };
    }

    /** Corners farther out than a pixel are no matter of how borders are counted. */
    private boolean polygonsFit(Annotation annotation, Image image) {
        if (!(annotation.segmentation() instanceof Segmentation.Polygons(List<double[]> corners))) {
            return true;
        }
        double farthest = 0;
        for (double[] polygon : corners) {
            for (int i = 0; i < polygon.length; i++) {
                double extent = i % 2 == 0 ? image.width() : image.height();
                farthest = Math.max(farthest, Math.max(-polygon[i], polygon[i] - extent));
            }
        }
        return farthest <= 1
                || repaired(
                        annotation,
                        String.format(
                                Locale.ROOT,
                                "a polygon reaches %.2f pixels beyond its picture of %s",
                                farthest,
                                size(image)),
                        true);
    }

    private Optional<ObjectKeyPoints> keyPoints(Annotation annotation, Image image) {
        if (layout.isEmpty()) {
            return Optional.empty();
        }
        check.lookAtKeyPoints(annotation, image);
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
        if (beyond(x, x, image.width()) || beyond(y, y, image.height())) {
            String line = String.format(
                    Locale.ROOT,
                    "%s: key point %s at %.2f, %.2f lies outside its picture of %s",
                    annotation.text(),
                    name,
                    x,
                    y,
                    size(image));
            if (policy == OnBadBox.FAIL) {
                findings.error("key points outside", line + "; correct it or set data.on_bad_box to clip or skip");
            } else {
                findings.listed("points outside", line + "; it counts as not labelled");
            }
            return KeyPoint.UNKNOWN;
        }
        return new KeyPoint(x, y, Visibility.ofCode((int) code));
    }

    private static String size(Image image) {
        return image.width() + " x " + image.height();
    }

    /** As the file writes it. */
    static String text(Box box) {
        return String.format(Locale.ROOT, "[%s, %s, %s, %s]", box.x1(), box.y1(), box.width(), box.height());
    }
}
