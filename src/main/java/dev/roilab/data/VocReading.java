package dev.roilab.data;

import dev.roilab.data.VocAnnotation.Marked;
import dev.roilab.data.VocAnnotation.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * From the elements of one annotation file to its objects. Wherever an {@code <object>} stands, it is one, and each of
 * its boxes is an object of its own; a box that belongs to none is a mistake.
 */
final class VocReading {
    private static final String OBJECT = "object";
    private static final String PART = "part";
    private static final String BOX = "bndbox";
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");
    private static final Set<String> YES = Set.of("1", "true", "yes");
    private static final Set<String> NO = Set.of("0", "false", "no", "");

    private final String file;
    private final Findings findings;
    private final List<Marked> objects = new ArrayList<>();
    /** Elements whose boxes were taken; two that say the same are not the same. */
    private final Set<XmlElement> taken = Collections.newSetFromMap(new IdentityHashMap<>());

    private int seen;
    private int parts;
    private boolean failed;

    /** @param file its name for messages */
    VocReading(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    /** Absent if there was a mistake. */
    Optional<VocAnnotation> annotation(XmlElement root) {
        if (!root.name().equals("annotation")) {
            return fail(root, "expected <annotation>, got <" + root.name() + ">");
        }
        Size size = size(root);
        collect(root, true);
        if (failed) {
            return Optional.empty();
        }
        XmlElement fileName = root.child("filename").orElse(root);
        return Optional.of(
                new VocAnnotation(root.text("filename"), fileName.in(file), size, List.copyOf(objects), parts));
    }

    private Size size(XmlElement root) {
        Optional<XmlElement> size = root.child("size");
        return size.map(element -> new Size(side(element, "width"), side(element, "height"), element))
                .orElseGet(() -> new Size(OptionalDouble.empty(), OptionalDouble.empty(), root));
    }

    private OptionalDouble side(XmlElement size, String name) {
        if (size.text(name).isEmpty()) {
            return OptionalDouble.empty();
        }
        double value = number(size, name);
        return value > 0 ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /**
     * Finds the objects inside an element.
     *
     * @param asUsual whether objects are expected there
     */
    private void collect(XmlElement element, boolean asUsual) {
        for (XmlElement child : element.children()) {
            switch (child.name()) {
                case OBJECT -> {
                    if (!asUsual) {
                        findings.warning(
                                "objects inside <" + element.name() + ">",
                                "%s: an <object> stands inside <%s>; it is taken as any other"
                                        .formatted(child.in(file), element.name()));
                    }
                    object(child);
                    collect(child, false);
                }
                case PART -> parts++;
                case BOX -> {
                    if (!taken.contains(element)) {
                        fail(child, "<bndbox> stands in <" + element.name() + ">; expected it in an <object>");
                    }
                }
                default -> collect(child, false);
            }
        }
    }

    private void object(XmlElement element) {
        seen++;
        int number = seen;
        List<XmlElement> boxes = boxes(element);
        Optional<XmlElement> name =
                element.child("name").filter(child -> !child.text().isEmpty());
        if (name.isEmpty()) {
            fail(element, "object " + number + " has no <name>");
            return;
        }
        if (element.children("name").stream()
                .anyMatch(other -> !other.text().equals(name.get().text()))) {
            fail(element, "object " + number + " has several names; make it several objects");
        }
        if (boxes.isEmpty()) {
            fail(element, "object " + number + " (" + name.get().text() + ") has no <bndbox>" + otherShape(element));
            return;
        }
        if (boxes.size() > 1) {
            findings.warning(
                    "objects with several boxes",
                    "%s: object %d (%s) has %d boxes; each is taken as an object of its own"
                            .formatted(
                                    boxes.getFirst().in(file),
                                    number,
                                    name.get().text(),
                                    boxes.size()));
        }
        boolean difficult = difficult(element);
        for (XmlElement box : boxes) {
            objects.add(new Marked(
                    number,
                    name.get().text(),
                    difficult,
                    number(box, "xmin"),
                    number(box, "ymin"),
                    number(box, "xmax"),
                    number(box, "ymax"),
                    name.get().in(file),
                    box.in(file)));
        }
    }

    /** The boxes of an object, also where they are wrapped, but not those of its parts or of objects inside it. */
    private List<XmlElement> boxes(XmlElement element) {
        taken.add(element);
        List<XmlElement> boxes = new ArrayList<>();
        for (XmlElement child : element.children()) {
            if (child.name().equals(BOX)) {
                boxes.add(child);
            } else if (!child.name().equals(OBJECT) && !child.name().equals(PART)) {
                boxes.addAll(boxes(child));
            }
        }
        return boxes;
    }

    private static String otherShape(XmlElement element) {
        return element.children().stream()
                .map(XmlElement::name)
                .filter(
                        Set.of("robndbox", "polygon", "mask", "circle", "line", "point", "points", "bbox", "box")
                                ::contains)
                .findFirst()
                .map(shape -> " but a <%s>; give the box around it as <bndbox>".formatted(shape))
                .orElse("");
    }

    private boolean difficult(XmlElement element) {
        Optional<XmlElement> flag = element.child("difficult");
        String text = flag.map(XmlElement::text).orElse("").toLowerCase(Locale.ROOT);
        String word = text.matches("[01]\\.0+") ? text.substring(0, 1) : text;
        if (!YES.contains(word) && !NO.contains(word)) {
            fail(flag.orElse(element), "<difficult> must be 0 or 1, true or false, got '" + text + "'");
        }
        return YES.contains(word);
    }

    private double number(XmlElement parent, String child) {
        List<XmlElement> all = parent.children(child);
        if (all.isEmpty()) {
            fail(parent, "<" + parent.name() + "> has no <" + child + ">");
            return 0;
        }
        if (all.size() > 1) {
            fail(all.get(1), "<" + parent.name() + "> has " + all.size() + " <" + child + ">, expected one");
        }
        String text = all.getFirst().text();
        if (NUMBER.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            if (Math.abs(value) <= Integer.MAX_VALUE) {
                return value;
            }
        }
        fail(all.getFirst(), "<" + child + "> must be a number of pixels, got '" + text + "'");
        return 0;
    }

    private <T> Optional<T> fail(XmlElement where, String problem) {
        failed = true;
        findings.error("mistakes in annotations", where.in(file) + ": " + problem);
        return Optional.empty();
    }
}
