package dev.roilab.data.coco;

import dev.roilab.data.DataSettings.OnBadBox;
import dev.roilab.data.TrueObject;
import dev.roilab.data.check.Findings;
import dev.roilab.data.check.NormalisedBoxes;
import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Category;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.coco.CocoContent.Segmentation;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.data.parts.ObjectMask;
import dev.roilab.data.parts.ObjectParts;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.mask.PolygonMasks;
import dev.roilab.yaml.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** From the annotations of a picture to its objects, with everything that does not fit the picture. */
final class CocoObjects {
    /** Boxes and points are written to hundredths; so much beyond a picture is their rounding. */
    private static final double ROUNDING = 0.01;

    private final List<String> classes;
    private final OnBadBox policy;
    private final Findings findings;
    private final AnnotationCheck check;
    private final CocoTwins twins;
    private final CocoKeyPoints keyPoints;
    private final Map<String, Unknown> unknown = new HashMap<>();
    private int boxes;
    private int repairs;

    /**
     * A reader of objects.
     *
     * @param classes by label
     * @param policy also of polygons and key points beyond their picture
     */
    CocoObjects(List<String> classes, OnBadBox policy, Optional<KeyPointLayout> layout, Findings findings) {
        this.classes = classes;
        this.policy = policy;
        this.findings = findings;
        check = new AnnotationCheck(findings);
        twins = new CocoTwins(findings);
        keyPoints = new CocoKeyPoints(layout, policy, findings);
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
        if (NormalisedBoxes.found(written(ids.of(image)), 0, image.width(), image.height(), findings)) {
            return List.of();
        }
        twins.look(image, ids);
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

    private static List<NormalisedBoxes.Written> written(List<Annotation> annotations) {
        List<NormalisedBoxes.Written> written = new ArrayList<>();
        for (Annotation annotation : annotations) {
            annotation
                    .box()
                    .ifPresent(sides -> written.add(new NormalisedBoxes.Written(
                            "%s: bbox %s".formatted(annotation.text(), Arrays.toString(sides)), sides)));
            if (annotation.box().isEmpty()) {
                annotation
                        .around()
                        .ifPresent(box -> written.add(new NormalisedBoxes.Written(
                                annotation.text() + ": segmentation within "
                                        + "%s,%s..%s,%s".formatted(box.x1(), box.y1(), box.x2(), box.y2()),
                                new double[] {box.x1(), box.y1(), box.x2(), box.y2()})));
            }
        }
        return written;
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
        var parts = new ObjectParts(annotation.crowd(), annotation.area(), mask, keyPoints.of(annotation, image));
        return Optional.of(new TrueObject(label, good.get(), false, parts));
    }

    /** Whether something reaches out of a picture, by more than rounding does. */
    static boolean beyond(double from, double to, double extent) {
        return from < -ROUNDING || to > extent + ROUNDING;
    }

    /** Once all pictures were looked at: whether so much was repaired that it has one cause. */
    void report() {
        Findings.manyRepairs(repairs, boxes).ifPresent(line -> findings.listed("hints", line));
    }

    private Optional<Box> box(Annotation annotation, Box box, Image image) {
        boxes++;
        Box cut = box.clip(image.width(), image.height());
        boolean outside = beyond(box.x1(), box.x2(), image.width()) || beyond(box.y1(), box.y2(), image.height());
        if (box.hasExtent() && cut.hasExtent() && !outside) {
            return Optional.of(cut);
        }
        String what = box.hasExtent() ? "reaches beyond its picture of " + size(image) : extent(box);
        boolean canBeCut = box.hasExtent() && cut.hasExtent();
        String name = annotation.box().isPresent() ? "bbox" : "the box of its segmentation";
        repairs++;
        return repaired(annotation, "%s %s %s".formatted(name, text(box), what), canBeCut)
                ? Optional.of(cut)
                : Optional.empty();
    }

    private static String extent(Box box) {
        return box.width() < 0 || box.height() < 0 ? "has a negative width or height" : "has no extent";
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

    /** Width and height, for messages. */
    static String size(Image image) {
        return image.width() + " x " + image.height();
    }

    /** As the file writes it: extents are differences of corners here, so that their last digits are not the file's. */
    static String text(Box box) {
        return "[%s, %s, %s, %s]"
                .formatted(rounded(box.x1()), rounded(box.y1()), rounded(box.width()), rounded(box.height()));
    }

    private static double rounded(double pixels) {
        return Math.rint(pixels * 1e6) / 1e6;
    }
}
