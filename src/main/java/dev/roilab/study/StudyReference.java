package dev.roilab.study;

import dev.roilab.yaml.RecordKeys;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import dev.roilab.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page with every key of a study: what it takes from the records, what it means and its value from the base study.
 */
public final class StudyReference {
    private static final Path FOLDER = Path.of("experiments", "base");
    private static final Path BASE = FOLDER.resolve("fast-rcnn.yaml");

    /** Studies of systems with more settings; what the first says of a key is what the page says. */
    private static final List<Path> COMMENTED_STUDIES =
            List.of(BASE, FOLDER.resolve("faster-rcnn.yaml"), FOLDER.resolve("faster-rcnn-pyramid.yaml"));

    private static final Pattern COMMENTED = Pattern.compile("( *)([a-z_0-9]+):[^#]*?(?:#\\s*(.*))?");
    private static final int INDENT = 2;

    /** What the parts of a study mean that are no settings of a trial. */
    static final Map<String, String> HEADER_KEYS = Map.of(
            "study", "Name; also of the folder of its results.",
            "question", "What the study asks; the report opens with it.",
            "seeds", "One training each, of every arm.",
            "report", "Tables and plots beside those that every report has.",
            "timing", "How the trained arms are timed; without it, the test pass is timed.",
            "claims", "Statements about the results that `check` verifies.",
            "compare_with", "Published numbers to stand beside these.");

    /** What settings mean that the base study does not have. */
    private static final Map<String, String> FURTHER_SETTINGS = Map.ofEntries(
            Map.entry(
                    "model.proposals.file",
                    "JSON with boxes of every image of both splits, best first: `{\"image id\": [[x1, y1, x2, y2], ...]}`, pixels"
                            + " from 0, right and lower end excluded; see [stored proposals](voc-folders.md#stored-proposals)"),
            Map.entry(
                    "model.proposals.weights",
                    "of `rpn`: a trained Faster R-CNN, such as a trial's `detector.safetensors`; the keys beside it are"
                            + " those of its training, and every tensor must fit them"),
            Map.entry("model.proposals.channels", "of the network's 3 x 3 convolution"),
            Map.entry(
                    "model.proposals.before_nms",
                    "the most, best first, that suppression looks at; of several maps, of each"),
            Map.entry(
                    "model.proposals.nms",
                    "of two proposals with a larger overlap, the one with the lower score is dropped"),
            Map.entry("model.proposals.shorter_side", "the network sees images at this size, pixels"),
            Map.entry("model.proposals.longer_side", "... but the longer side stays within this, pixels"));

    private StudyReference() {}

    /** The page as Markdown. */
    public static String markdown() {
        var page = new StringBuilder("""
                # Keys of a study file

                Made by `./roilab schema --reference`; a test compares this page with the program. `./roilab schema` writes
                the same as a JSON Schema, with which editors complete and check study files. The values shown are those of
                [experiments/base/fast-rcnn.yaml](../experiments/base/fast-rcnn.yaml), which a study extends.

                ## The study

                | key | meaning |
                |---|---|
                """);
        RecordKeys.of(StudyFile.Header.class).stream()
                .map(key -> key.path().split("\\.", -1)[0])
                .distinct()
                .forEach(key -> page.append("| `%s` | %s |\n".formatted(key, HEADER_KEYS.getOrDefault(key, ""))));
        StudySchema.gridKeys().forEach((key, text) -> page.append("| `%s` | %s |\n".formatted(key, text)));
        page.append("\n## The settings of a trial\n\n| path | takes | base | meaning |\n|---|---|---|---|\n");
        Map<String, String> comments = baseComments();
        Optional<YamlNode> base = text(BASE).map(text -> YamlReader.read(BASE.toString(), text));
        for (RecordKeys.Key key : RecordKeys.of(TrialSettings.class)) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            key.path(),
                            takes(key),
                            base.flatMap(tree -> tree.at(key.path()))
                                    .map(StudyReference::code)
                                    .orElse(""),
                            comments.getOrDefault(key.path(), FURTHER_SETTINGS.getOrDefault(key.path(), ""))));
        }
        return page.append(MeasureSchema.markdown()).toString();
    }

    private static String takes(RecordKeys.Key key) {
        String types = key.types().isEmpty() ? "" : " (" + String.join(", ", key.types()) + ")";
        return key.takes() + (key.optional() ? ", or nothing" : "") + types;
    }

    private static String code(YamlNode value) {
        boolean nothing = value instanceof YamlNode.Scalar scalar && scalar.isNull();
        return nothing ? "" : "`" + YamlWriter.canonical(value) + "`";
    }

    /** What the comments of the base studies say, by path; empty where the files are not there. */
    static Map<String, String> baseComments() {
        Map<String, String> comments = new LinkedHashMap<>();
        COMMENTED_STUDIES.forEach(
                study -> text(study).ifPresent(text -> comments(text).forEach(comments::putIfAbsent)));
        return comments;
    }

    private static Map<String, String> comments(String study) {
        Map<String, String> comments = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>();
        for (String line : study.lines().toList()) {
            Matcher matcher = COMMENTED.matcher(line);
            if (matcher.matches()) {
                while (open.size() > matcher.group(1).length() / INDENT) {
                    open.removeLast();
                }
                open.addLast(matcher.group(2));
                String text = Optional.ofNullable(matcher.group(3)).orElse("");
                if (!text.isEmpty()) {
                    comments.put(open.stream().collect(Collectors.joining(".")), text);
                }
            }
        }
        return comments;
    }

    private static Optional<String> text(Path study) {
        try {
            return Optional.of(Files.readString(ProjectFolder.home().resolve(study)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
