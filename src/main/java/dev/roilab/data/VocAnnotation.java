package dev.roilab.data;

import dev.roilab.yaml.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/**
 * What an annotation file in Pascal VOC format says, as it stands: neither converted nor checked against the image.
 *
 * @param fileName of the image, if the file names it
 * @param sizePlace where the file states the size
 */
record VocAnnotation(Optional<String> fileName, int width, int height, Position sizePlace, List<Marked> objects) {
    /**
     * One object in VOC's coordinates: pixels counted from 1, both ends included.
     *
     * @param number of the object in its file, from 1
     * @param namePlace where the file states the class
     * @param boxPlace where the file states the box
     */
    record Marked(
            int number,
            String name,
            boolean difficult,
            double left,
            double top,
            double right,
            double bottom,
            Position namePlace,
            Position boxPlace) {}

    /**
     * Reads an annotation; parts of objects (head, hand) and other elements are passed over.
     *
     * @param file its name for messages
     * @param errors receives a line for each mistake
     * @return absent if there was a mistake
     */
    static Optional<VocAnnotation> parse(byte[] document, String file, List<String> errors) {
        try {
            return new Reading(file, errors).annotation(XmlElement.parse(document));
        } catch (XMLStreamException e) {
            String place = e.getLocation() == null
                    ? ""
                    : ":" + e.getLocation().getLineNumber() + ":"
                            + e.getLocation().getColumnNumber();
            errors.add(file + place + ": malformed XML: " + reason(e));
            return Optional.empty();
        }
    }

    /** The parser's message without its own way of telling the place, which spans lines. */
    private static String reason(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int start = message.lastIndexOf("Message: ");
        return (start < 0 ? message : message.substring(start + "Message: ".length()))
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static final class Reading {
        private final String file;
        private final List<String> errors;
        private boolean failed;

        Reading(String file, List<String> errors) {
            this.file = file;
            this.errors = errors;
        }

        Optional<VocAnnotation> annotation(XmlElement root) {
            if (!root.name().equals("annotation")) {
                return fail(root, "expected <annotation>, got <" + root.name() + ">");
            }
            Optional<XmlElement> size = root.child("size");
            if (size.isEmpty()) {
                return fail(root, "<annotation> has no <size>; add one with <width> and <height>");
            }
            double width = number(size.get(), "width");
            double height = number(size.get(), "height");
            List<Marked> objects = new ArrayList<>();
            for (XmlElement child : root.children()) {
                if (child.name().equals("object")) {
                    object(child, objects.size() + 1).ifPresent(objects::add);
                }
            }
            if (failed) {
                return Optional.empty();
            }
            return Optional.of(new VocAnnotation(
                    root.text("filename"), (int) width, (int) height, size.get().in(file), List.copyOf(objects)));
        }

        private Optional<Marked> object(XmlElement element, int number) {
            Optional<XmlElement> name =
                    element.child("name").filter(child -> !child.text().isEmpty());
            Optional<XmlElement> box = element.child("bndbox");
            if (name.isEmpty()) {
                return fail(element, "object " + number + " has no <name>");
            }
            if (box.isEmpty()) {
                return fail(element, "object " + number + " (" + name.get().text() + ") has no <bndbox>");
            }
            boolean difficult = element.text("difficult").orElse("0").equals("1");
            return Optional.of(new Marked(
                    number,
                    name.get().text(),
                    difficult,
                    number(box.get(), "xmin"),
                    number(box.get(), "ymin"),
                    number(box.get(), "xmax"),
                    number(box.get(), "ymax"),
                    name.get().in(file),
                    box.get().in(file)));
        }

        private double number(XmlElement parent, String child) {
            Optional<XmlElement> element = parent.child(child);
            if (element.isEmpty()) {
                fail(parent, "<" + parent.name() + "> has no <" + child + ">");
                return 0;
            }
            String text = element.get().text();
            try {
                double value = Double.parseDouble(text);
                if (Math.abs(value) <= Integer.MAX_VALUE) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // Reported below, as is a number that is infinite or not a number.
            }
            fail(element.get(), "<" + child + "> must be a number of pixels, got '" + text + "'");
            return 0;
        }

        private <T> Optional<T> fail(XmlElement where, String problem) {
            failed = true;
            errors.add(where.in(file) + ": " + problem);
            return Optional.empty();
        }
    }
}
