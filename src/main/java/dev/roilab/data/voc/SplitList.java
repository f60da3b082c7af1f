package dev.roilab.data.voc;

import dev.roilab.data.check.Findings;
import dev.roilab.data.image.ImageFormat;
import dev.roilab.file.ForeignFile;
import dev.roilab.file.TextFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the lists under {@code ImageSets/Main}: one image name a line. A line is held to be what an annotation is there
 * for: the whole of it, it without an image's extension, or its last part where it is a path.
 */
final class SplitList {
    static final String ANNOTATIONS = "Annotations";

    /** The lists of one class have the image name and 1, 0 or -1: there, only difficult, not there. */
    private static final Pattern OF_A_CLASS = Pattern.compile("(.*\\S)\\s+(-1|0|1)");

    /** The picture and its annotation, or several pictures. */
    private static final Pattern PAIR =
            Pattern.compile("\\.(jpe?g|png|webp|bmp|tiff?|gif|xml)[\\s,;]+\\S", Pattern.CASE_INSENSITIVE);

    /** What separates names where a line holds several, or a name and something else. */
    private static final Pattern BETWEEN_NAMES = Pattern.compile("[\\s,;\"'\\[\\]]+");

    /** Signs that no text has; zeros at the end are left there by some programs. */
    private static final Pattern NO_TEXT = Pattern.compile("[\\x00-\\x08\\x0E-\\x1A\\x1C-\\x1F](?!\\x00*\\z)");

    private static final int LONGEST_SHOWN = 60;

    private static final Pattern MARGIN = Pattern.compile("^[\\s\\uFEFF\\u00A0]+|[\\s\\uFEFF\\u00A0\\u0000]+$");

    private final FolderIndex index;
    private final Findings findings;

    SplitList(FolderIndex index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    /**
     * The image ids of a split that no split before it has; the others are errors.
     *
     * @param file the list's name
     * @param placeOfId is told where each id was first seen, by file and line
     */
    List<String> ids(String file, byte[] content, Map<String, String> placeOfId) {
        if (NO_TEXT.matcher(new String(content, StandardCharsets.ISO_8859_1)).find()
                && !TextFile.of(content).wide()) {
            String problem = ForeignFile.problem(content, "a text file with one image name a line");
            findings.error("lists that are none", file + ": not a list of images: " + problem);
            return List.of();
        }
        TextFile list = TextFile.of(content);
        if (list.wide()) {
            findings.warning("wide " + file, file + ": is UTF-16, which other programs may not read; save as UTF-8");
        } else if (list.latin()) {
            findings.warning("latin " + file, file + ": is not UTF-8; read as Latin-1; save as UTF-8");
        }
        List<String> ids = new ArrayList<>();
        List<String> lines = list.text().lines().toList();
        boolean empty = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = MARGIN.matcher(lines.get(i)).replaceAll("");
            if (!line.isEmpty()) {
                if (isComment(line, file, i + 1)) {
                    continue;
                }
                empty = false;
                String place = file + ":" + (i + 1) + ": ";
                id(line, file, place)
                        .filter(id -> isNew(id, file, place, placeOfId))
                        .ifPresent(ids::add);
            }
        }
        if (empty) {
            findings.error("empty splits", file + ": the split is empty; expected one image name a line");
        }
        return ids;
    }

    private boolean isComment(String line, String file, int number) {
        boolean comment = line.startsWith("#") && annotated(line).isEmpty();
        if (comment) {
            findings.warning(
                    "comments " + file, "%s:%d: '%s' is passed over as a comment".formatted(file, number, shown(line)));
        }
        return comment;
    }

    private boolean isNew(String id, String file, String place, Map<String, String> placeOfId) {
        String line = placeOfId.putIfAbsent(id, place.substring(0, place.lastIndexOf(':')));
        if (line == null) {
            return true;
        }
        String before = line.substring(0, line.lastIndexOf(':'));
        findings.error(
                "repeated lines in splits",
                before.equals(file)
                        ? place + "image '" + id + "' is listed twice; remove one line"
                        : place + "image '" + id + "' is also in " + before
                                + "; splits must not share images, remove it from one");
        return false;
    }

    private Optional<String> id(String line, String file, String place) {
        Optional<String> whole = annotated(line);
        if (whole.isPresent()) {
            findCase(line, whole.get(), file, place);
            return whole;
        }
        Optional<String> bare = annotated(stem(line));
        if (bare.isPresent()) {
            String extension = line.substring(bare.get().length());
            findings.warning(
                    "extension " + file,
                    place + "the name is read without " + extension + "; lists have names without an extension");
            findCase(stem(line), bare.get(), file, place);
            return bare;
        }
        String last = line.substring(Math.max(line.lastIndexOf('/'), line.lastIndexOf('\\')) + 1);
        Optional<String> part = annotated(last).or(() -> annotated(stem(last)));
        if (part.isPresent() && PAIR.matcher(line).find()) {
            findings.error(
                    "lines of pairs in " + file,
                    place + "expected one image name, got '" + shown(line) + "'; remove the others");
            return Optional.empty();
        }
        if (part.isPresent() && !last.equals(line)) {
            findings.warning(
                    "path " + file,
                    place + "of '" + line + "' the name '" + part.get() + "' is read; lists have no paths");
            return part;
        }
        return holdsMore(line, file, place) ? Optional.empty() : Optional.of(line);
    }

    /** Whether a line names a picture and says something else beside it, which is told. */
    private boolean holdsMore(String line, String file, String place) {
        var ofClass = OF_A_CLASS.matcher(line);
        if (ofClass.matches() && annotated(ofClass.group(1)).isPresent()) {
            findings.error(
                    "lines of a class's list in " + file,
                    place + "expected one image name, got '" + line + "'; the lists of one class cannot be used");
            return true;
        }
        Optional<String> within = Arrays.stream(BETWEEN_NAMES.split(line))
                .filter(name -> !name.isEmpty() && annotated(stem(name)).isPresent())
                .findFirst();
        if (within.isPresent()) {
            findings.error(
                    "lines of more than a name in " + file,
                    place
                            + "expected one image name, got '%s'; there is an image '%s': write a name a line and nothing else"
                                    .formatted(shown(shortened(line)), stem(within.get())));
            return true;
        }
        return false;
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
    }

    private void findCase(String written, String id, String file, String place) {
        String difference = FolderIndex.difference(written, id);
        if (!difference.isEmpty()) {
            findings.warning(
                    "other letters " + file,
                    place
                            + "'%s' is read as '%s', as its annotation is called; %s and may not find it"
                                    .formatted(written, id, difference));
        }
    }

    /** The id as its annotation's file writes it. */
    private Optional<String> annotated(String id) {
        return index.find(ANNOTATIONS, id + ".xml").map(name -> name.substring(0, name.length() - ".xml".length()));
    }

    /** Lists of annotations are found as well as lists of pictures. */
    private static String stem(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".xml")
                ? name.substring(0, name.length() - ".xml".length())
                : withoutExtension(name);
    }

    /** A name with what nobody sees in it as Java escapes it. */
    static String shown(String name) {
        var shown = new StringBuilder();
        name.chars().forEach(c -> {
            int type = Character.getType(c);
            boolean seen =
                    c == ' ' || !(Character.isISOControl(c) || Character.isSpaceChar(c) || type == Character.FORMAT);
            shown.append(seen ? String.valueOf((char) c) : "\\u%04x".formatted(c));
        });
        return shown.toString();
    }

    static String withoutExtension(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ImageFormat.extensions().stream()
                .filter(lower::endsWith)
                .findFirst()
                .map(extension -> name.substring(0, name.length() - extension.length()))
                .orElse(name);
    }
}
