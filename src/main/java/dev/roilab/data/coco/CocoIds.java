package dev.roilab.data.coco;

import dev.roilab.data.check.Findings;
import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Category;
import dev.roilab.data.coco.CocoContent.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts together what a COCO file refers to by numbers, and tells every number that is given twice or to nothing. */
final class CocoIds {
    private final Map<Long, Image> images = new LinkedHashMap<>();
    private final Map<Long, Category> categories = new LinkedHashMap<>();
    private final Map<Long, List<Annotation>> byImage = new HashMap<>();
    private final Findings findings;

    private CocoIds(Findings findings) {
        this.findings = findings;
    }

    /** Of one file. */
    static CocoIds of(CocoContent content, Findings findings) {
        var ids = new CocoIds(findings);
        Map<String, String> names = new HashMap<>();
        for (Image image : content.images()) {
            ids.once("images", "ids", ids.images.putIfAbsent(image.id(), image), image.text(), Image::place);
            ids.once(
                    "pictures",
                    "file names",
                    names.putIfAbsent(image.fileName(), image.place()),
                    image.text(),
                    place -> place);
        }
        Map<String, String> words = new HashMap<>();
        Map<String, Category> likeWords = new HashMap<>();
        for (Category category : content.categories()) {
            String text = "%s: category %d (%s)".formatted(category.place(), category.id(), category.name());
            ids.once("categories", "ids", ids.categories.putIfAbsent(category.id(), category), text, Category::place);
            ids.findAlike(category, text, likeWords.putIfAbsent(likeWord(category.name()), category));
            ids.once("classes", "names", words.putIfAbsent(category.name(), category.place()), text, place -> place);
        }
        Map<Long, String> seen = new HashMap<>();
        for (Annotation annotation : content.annotations()) {
            ids.once(
                    "annotations",
                    "ids",
                    seen.putIfAbsent(annotation.id(), annotation.place()),
                    annotation.text(),
                    place -> place);
            ids.refer(annotation);
        }
        return ids;
    }

    /** @param differ what the file tells them apart by */
    private <T> void once(String kind, String differ, @Nullable T before, String text, Function<T, String> place) {
        if (before != null) {
            findings.error(
                    "ids of " + kind + " that are given twice",
                    "%s: %s are given twice, first at %s; keep one, or give them different %s"
                            .formatted(text, kind, place.apply(before), differ));
        }
    }

    /** Without blanks and capitals. */
    private static String likeWord(String name) {
        return name.strip().replaceAll("[\\s_-]+", " ").toLowerCase(Locale.ROOT);
    }

    private void findAlike(Category category, String text, @Nullable Category before) {
        if (before != null && !before.name().equals(category.name())) {
            findings.warning(
                    "classes of nearly one name",
                    "%s: differs from category %d (%s) in blanks or capitals alone, and is a class of its own; make one of both if they are one"
                            .formatted(text, before.id(), before.name()));
        }
    }

    private void refer(Annotation annotation) {
        boolean known = true;
        if (!images.containsKey(annotation.image())) {
            findings.error(
                    "annotations of unknown pictures",
                    "%s: is of image %d, which the file does not have; correct image_id, or remove it"
                            .formatted(annotation.text(), annotation.image()));
            known = false;
        }
        if (!categories.containsKey(annotation.category())) {
            findings.error(
                    "annotations of unknown categories",
                    "%s: is of category %d, which the file does not have; correct category_id, or remove it"
                            .formatted(annotation.text(), annotation.category()));
            known = false;
        }
        if (known) {
            byImage.computeIfAbsent(annotation.image(), _ -> new ArrayList<>()).add(annotation);
        }
    }

    /** In the order of the file. */
    List<Image> images() {
        return List.copyOf(images.values());
    }

    /** In the order of the file. */
    List<Category> categories() {
        return List.copyOf(categories.values());
    }

    /** The category of an annotation that refers to one. */
    Category category(Annotation annotation) {
        return Optional.ofNullable(categories.get(annotation.category())).orElseThrow();
    }

    /** The objects of a picture, in the order of the file. */
    List<Annotation> of(Image image) {
        return byImage.getOrDefault(image.id(), List.of());
    }
}
