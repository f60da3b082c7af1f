package dev.roilab.study;

import dev.roilab.yaml.RecordKeys;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import dev.roilab.yaml.YamlWriter;
import java.util.Map;
import java.util.Optional;

/**
 * A page with every key of a study: what it takes from the records, what it means and its value from the base study.
 */
public final class StudyReference {
    /** What the parts of a study mean that are no settings of a trial. */
    static final Map<String, String> HEADER_KEYS = Map.of(
            "study", "Name; also of the folder of its results.",
            "question", "What the study asks; the report opens with it.",
            "seeds", "One training each, of every arm.",
            "report", "Tables and plots beside those that every report has.",
            "timing", "How the trained arms are timed; without it, the test pass is timed.",
            "claims", "Statements about the results that `check` verifies.",
            "compare_with", "Published numbers to stand beside these.");

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
        Map<String, String> meanings = KeyMeanings.ofSettings();
        Optional<YamlNode> base =
                KeyMeanings.text(KeyMeanings.BASE).map(text -> YamlReader.read(KeyMeanings.BASE.toString(), text));
        for (RecordKeys.Key key : RecordKeys.of(TrialSettings.class)) {
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            key.path(),
                            takes(key),
                            base.flatMap(tree -> tree.at(key.path()))
                                    .map(StudyReference::code)
                                    .orElse(""),
                            meanings.getOrDefault(key.path(), "")));
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
}
