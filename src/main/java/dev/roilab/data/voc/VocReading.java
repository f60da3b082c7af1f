package dev.roilab.data.voc;

import dev.roilab.data.check.Findings;
import dev.roilab.data.check.TwinCheck;
import dev.roilab.data.voc.VocAnnotation.Marked;
import dev.roilab.data.voc.VocAnnotation.Size;
import dev.roilab.geometry.Box;
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
    /** Other formats say so of objects that need not be found. */
    private static final List<String> UNREAD_MARKS = List.of("ignore", "iscrowd");

    private static final String OBJECT = "object";
    private static final String PART = "part";
    private static final String BOX = "bndbox";
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

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
            return fail(
                    root, "expected <annotation>, got <" + root.name() + ">; convert it to the format of Pascal VOC");
        }
        Size size = size(root);
        collect(root, true);
        if (failed) {
            return Optional.empty();
        }
        findTwins();
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
        Optional<String> attribute = Optional.ofNullable(size.attributes().get(name));
        if (size.text(name).isEmpty() && attribute.isEmpty()) {
            return OptionalDouble.empty();
        }
        double value = size.text(name).isPresent() ? number(size, name) : number(size, name, attribute.orElseThrow());
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
                case PART -> {
                    parts++;
                    boxes(child);
                    collect(child, false);
                }
                case BOX -> {
                    if (!taken.contains(element)) {
                        fail(child, "<bndbox> stands in <" + element.name() + ">; expected it in an <object>");
                    }
                    collect(child, false);
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
        if (flag(element, number, "deleted")) {
            findings.warning(
                    "deleted objects",
                    "%s: object %d is marked <deleted>; it is left out".formatted(element.in(file), number));
            return;
        }
        if (name.isEmpty()) {
            fail(element, "object " + number + " has no <name>; add its class");
            return;
        }
        unreadMarks(element, number);
        if (element.children("name").stream()
                .anyMatch(other -> !other.text().equals(name.get().text()))) {
            fail(element, "object " + number + " has several names; make it several objects");
        }
        if (boxes.isEmpty()) {
            fail(element, "object " + number + " (" + name.get().text() + ") has no <bndbox>" + otherShape(element));
            return;
        }
        add(element, number, name.get(), boxes);
    }

    private void unreadMarks(XmlElement element, int number) {
        for (String mark : UNREAD_MARKS) {
            if (VocFlag.of(element, mark).stream().anyMatch(said -> said.value().orElse(true))) {
                findings.warning(
                        "marks that are not read",
                        "%s: object %d is marked <%s>, which is not read; it is taken as any other, <difficult> would pass it over"
                                .formatted(element.in(file), number, mark));
            }
        }
    }

    private void add(XmlElement element, int number, XmlElement name, List<XmlElement> boxes) {
        if (boxes.size() > 1) {
            findings.warning(
                    "objects with several boxes",
                    "%s: object %d (%s) has %d boxes; each is taken as an object of its own"
                            .formatted(boxes.getFirst().in(file), number, name.text(), boxes.size()));
        }
        boolean difficult = flag(element, number, "difficult");
        for (XmlElement box : boxes) {
            objects.add(new Marked(
                    number,
                    name.text(),
                    difficult,
                    number(box, "xmin"),
                    number(box, "ymin"),
                    number(box, "xmax"),
                    number(box, "ymax"),
                    name.in(file),
                    box.in(file)));
        }
    }

    private void findTwins() {
        List<TwinCheck.Marked> marked = objects.stream()
                .map(object -> new TwinCheck.Marked(
                        BoxCheck.written(object).text(),
                        "object " + object.number(),
                        object.name(),
                        new Box(object.left(), object.top(), object.right() + 1, object.bottom() + 1)))
                .toList();
        new TwinCheck(findings).look(marked, (_, _) -> TwinCheck.Relation.UNKNOWN);
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
                .orElse("; add it, or remove the object");
    }

    private boolean flag(XmlElement object, int number, String name) {
        List<VocFlag> said = VocFlag.of(object, name);
        if (said.isEmpty()) {
            return false;
        }
        if (said.size() > 1) {
            fail(
                    said.get(1).place(),
                    "object %d says %d times whether it is %s, expected once; keep one"
                            .formatted(number, said.size(), name));
        }
        VocFlag flag = said.getFirst();
        boolean inBox = boxes(object).stream()
                .anyMatch(box -> box.equals(flag.place()) || box.children().contains(flag.place()));
        if (inBox && boxes(object).size() > 1) {
            fail(flag.place(), "<" + name + "> stands in one of several <bndbox>; make it several objects");
        }
        if (flag.value().isEmpty()) {
            fail(
                    flag.place(),
                    "<" + name + "> "
                            + (flag.text().isEmpty() ? "is empty; expected" : "must be")
                            + " 0 or 1, true or false, yes or no"
                            + (flag.text().isEmpty()
                                    ? ""
                                    : ", got '" + flag.text().toLowerCase(Locale.ROOT) + "'; correct it"));
        }
        return flag.value().orElse(false);
    }

    private double number(XmlElement parent, String child) {
        List<XmlElement> all = parent.children(child);
        if (all.isEmpty()) {
            fail(parent, "<" + parent.name() + "> has no <" + child + ">; add it");
            return 0;
        }
        if (all.size() > 1) {
            fail(
                    all.get(1),
                    "<" + parent.name() + "> has " + all.size() + " <" + child + ">, expected one; remove the others");
        }
        return number(all.getFirst(), child, all.getFirst().text());
    }

    private double number(XmlElement place, String name, String text) {
        if (NUMBER.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            if (Math.abs(value) <= Integer.MAX_VALUE) {
                return value;
            }
        }
        String point = text.matches("-?\\d+,\\d+") ? ", expected '" + text.replace(',', '.') + "'" : "";
        fail(place, "<" + name + "> must be a number of pixels, got '" + text + "'" + point + "; correct it");
        return 0;
    }

    private <T> Optional<T> fail(XmlElement where, String problem) {
        failed = true;
        findings.error("mistakes in annotations", where.in(file) + ": " + problem);
        return Optional.empty();
    }
}
