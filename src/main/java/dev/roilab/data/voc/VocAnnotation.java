package dev.roilab.data.voc;

import dev.roilab.data.check.Findings;
import dev.roilab.file.ForeignFile;
import dev.roilab.file.TextFile;
import dev.roilab.yaml.Position;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/**
 * What an annotation file in Pascal VOC format says, as it stands: neither converted nor checked against the image.
 *
 * @param fileName of the image, if the file names it
 * @param filePlace where it does, or where the annotation begins
 * @param parts of objects (head, hand, foot), which are passed over
 */
record VocAnnotation(Optional<String> fileName, Position filePlace, Size size, List<Marked> objects, int parts) {
    private static final Pattern KEY = Pattern.compile("http://www\\.w3\\.org/[^#]*#(\\w+)\\??(.*)");

    /**
     * The stated size in pixels; what is 0 or missing is not stated.
     *
     * @param place where the file states it, or where it should
     */
    record Size(OptionalDouble width, OptionalDouble height, XmlElement place) {
        boolean isWhole() {
            return width.isPresent() && height.isPresent();
        }

        /** Whether no side is stated otherwise. */
        boolean fits(int imageWidth, int imageHeight) {
            return width.orElse(imageWidth) == imageWidth && height.orElse(imageHeight) == imageHeight;
        }

        String text() {
            return text(width) + " x " + text(height);
        }

        private static String text(OptionalDouble side) {
            return side.isPresent() ? BoxCheck.text(side.getAsDouble()) : "?";
        }
    }

    /**
     * One object in the file's coordinates: both ends included.
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
     * Reads an annotation; parts of objects and elements of no meaning here are passed over, no object is.
     *
     * @param file its name for messages
     * @param findings receives every mistake, and what was understood although it is not written as VOC's is
     * @return absent if there was a mistake
     */
    static Optional<VocAnnotation> parse(byte[] document, String file, Findings findings) {
        TextFile text = TextFile.ofXml(document);
        if (!text.text().stripLeading().startsWith("<") || text.text().contains("<html")) {
            findings.error(
                    "annotations that are none",
                    file + ": unreadable annotation: " + ForeignFile.problem(document, "an XML file"));
            return Optional.empty();
        }
        if (text.latin()) {
            findings.warning(
                    "latin annotations",
                    file + ": is not UTF-8 and declares no other encoding; read as Latin-1; save as UTF-8");
        }
        try {
            return new VocReading(file, findings).annotation(XmlElement.parse(text.text()));
        } catch (XMLStreamException e) {
            String place = e.getLocation() == null
                    ? ""
                    : ":" + e.getLocation().getLineNumber() + ":"
                            + e.getLocation().getColumnNumber();
            findings.error("malformed annotations", file + place + ": malformed XML: " + reason(e));
            return Optional.empty();
        }
    }

    /** The parser's message without its own way of telling the place, which spans lines. */
    private static String reason(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int start = message.lastIndexOf("Message: ");
        String reason = (start < 0 ? message : message.substring(start + "Message: ".length()))
                .replaceAll("\\s+", " ")
                .strip();
        // The JDK has no words for mistakes in namespaces, only the key of a message and its arguments.
        Matcher key = KEY.matcher(reason);
        if (!key.matches()) {
            return reason.replaceFirst("[.]$", "") + "; correct it, or fetch it again";
        }
        String[] arguments = key.group(2).split("&", -1);
        return key.group(1).endsWith("PrefixUnbound") && arguments.length > 1
                ? "the prefix of '%s' is not declared; declare it by xmlns or remove it".formatted(arguments[1])
                : "a mistake in its namespaces, %s (%s); correct it"
                        .formatted(key.group(1), String.join(", ", arguments));
    }
}
