package dev.roilab.study;

import dev.roilab.yaml.RecordKeys;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What every setting of a trial means: the comments of the base studies, then the lines of {@code key-meanings.yaml}; a
 * key without either has the meaning of the same record's key at another path.
 */
final class KeyMeanings {
    static final Path FOLDER = Path.of("experiments", "base");
    static final Path BASE = FOLDER.resolve("fast-rcnn.yaml");

    /** Studies of systems with more settings; what the first says of a key is what counts. */
    private static final List<Path> COMMENTED_STUDIES = List.of(
            BASE,
            FOLDER.resolve("faster-rcnn.yaml"),
            FOLDER.resolve("faster-rcnn-pyramid.yaml"),
            FOLDER.resolve("mask-rcnn.yaml"),
            FOLDER.resolve("yolo.yaml"));

    private static final String RESOURCE = "key-meanings.yaml";
    private static final Pattern COMMENTED = Pattern.compile("( *)([a-z_0-9]+):[^#]*?(?:#\\s*(.*))?");
    private static final Pattern CONTINUED = Pattern.compile(" +#\\s*(.*)");
    private static final int INDENT = 2;

    private KeyMeanings() {}

    /**
     * By path, of settings and of some blocks of them; the base studies' part is empty where the files are not there.
     */
    static Map<String, String> ofSettings() {
        return ofSettings(comments(), ofResource());
    }

    /**
     * The same, of given texts.
     *
     * @throws IllegalStateException if a line of the resource is about no key, or about one with a comment
     */
    static Map<String, String> ofSettings(Map<String, String> comments, Map<String, String> lines) {
        List<RecordKeys.Key> keys = RecordKeys.of(TrialSettings.class);
        List<String> paths = keys.stream().map(RecordKeys.Key::path).toList();
        Map<String, String> meanings = new LinkedHashMap<>(comments);
        lines.forEach((path, text) -> {
            if (!paths.contains(path)) {
                throw new IllegalStateException("%s: there is no key %s".formatted(RESOURCE, path));
            }
            if (meanings.putIfAbsent(path, text) != null) {
                throw new IllegalStateException(
                        "%s: %s is commented on in a study under %s".formatted(RESOURCE, path, FOLDER));
            }
        });
        Map<String, String> byOrigin = new LinkedHashMap<>();
        for (RecordKeys.Key key : keys) {
            String own = meanings.get(key.path());
            if (own != null) {
                key.origins().forEach(origin -> byOrigin.putIfAbsent(origin, own));
            }
        }
        for (RecordKeys.Key key : keys) {
            key.origins().stream()
                    .map(byOrigin::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(text -> meanings.putIfAbsent(key.path(), text));
        }
        return meanings;
    }

    /** The lines of the resource, by path. */
    static Map<String, String> ofResource() {
        Map<String, String> lines = new LinkedHashMap<>();
        try (InputStream stream = KeyMeanings.class.getResourceAsStream(RESOURCE)) {
            String text = new String(Objects.requireNonNull(stream, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
            if (YamlReader.read(RESOURCE, text) instanceof YamlNode.Mapping mapping) {
                mapping.entries().forEach((path, entry) -> {
                    if (entry.value() instanceof YamlNode.Scalar scalar) {
                        lines.put(path, scalar.text());
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** What the comments of the base studies say, by path. */
    static Map<String, String> comments() {
        Map<String, String> comments = new LinkedHashMap<>();
        COMMENTED_STUDIES.forEach(
                study -> text(study).ifPresent(text -> comments(text).forEach(comments::putIfAbsent)));
        return comments;
    }

    /** Those of one study. A comment goes on in the lines below that begin with a sign for one in the same column. */
    static Map<String, String> comments(String study) {
        Map<String, String> comments = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>();
        int column = -1;
        for (String line : study.lines().toList()) {
            Matcher matcher = COMMENTED.matcher(line);
            Matcher continued = CONTINUED.matcher(line);
            if (matcher.matches()) {
                while (open.size() > matcher.group(1).length() / INDENT) {
                    open.removeLast();
                }
                open.addLast(matcher.group(2));
                String text = Optional.ofNullable(matcher.group(3)).orElse("");
                column = text.isEmpty() ? -1 : line.indexOf('#');
                if (!text.isEmpty()) {
                    comments.put(String.join(".", open), text);
                }
            } else if (continued.matches() && line.indexOf('#') == column) {
                comments.merge(String.join(".", open), continued.group(1), (above, below) -> above + " " + below);
            } else {
                column = -1;
            }
        }
        return comments;
    }

    /** Of a study of this project; absent where its file is not there. */
    static Optional<String> text(Path study) {
        try {
            return Optional.of(Files.readString(ProjectFolder.home().resolve(study)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
