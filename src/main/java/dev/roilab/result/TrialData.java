package dev.roilab.result;

import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which pictures a trial trained and was tested on, as its {@code resolved.yaml} says.
 *
 * @param words for a reader: {@code synthetic shapes, 300 pictures to train and 80 to test}
 */
public record TrialData(String words) {

    /** What a trial's folder holds; empty if it does not say. */
    public static Optional<TrialData> read(Path folder) {
        Path file = folder.resolve("resolved.yaml");
        try {
            return YamlReader.read(file.toString(), Files.readString(file), new Problems())
                    .flatMap(root -> child(root, "data"))
                    .flatMap(TrialData::of);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<TrialData> of(YamlNode data) {
        return switch (text(data, "type")) {
            case "shapes" ->
                Optional.of(new TrialData("synthetic shapes, " + text(data, "train") + " pictures to train and "
                        + text(data, "test") + " to test"));
            case "voc" -> {
                String root = text(data, "root").replaceAll("[/\\\\]+$", "");
                yield Optional.of(new TrialData(
                        "images of " + root.substring(root.replace('\\', '/').lastIndexOf('/') + 1)
                                + ", tested on the split " + text(data, "test_split")));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<YamlNode> child(YamlNode node, String key) {
        return node instanceof YamlNode.Mapping mapping ? mapping.value(key) : Optional.empty();
    }

    private static String text(YamlNode node, String key) {
        return child(node, key)
                .map(value -> value instanceof YamlNode.Scalar scalar ? scalar.text() : "")
                .orElse("");
    }
}
