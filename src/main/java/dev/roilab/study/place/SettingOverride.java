package dev.roilab.study.place;

import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import java.util.Optional;

/**
 * A value from the command line that takes the place of one in the study.
 *
 * @param source the option as it was written, for messages
 * @param path keys joined by dots
 */
public record SettingOverride(String source, String path, YamlNode value) {
    /** Reads the argument of {@code --set}: {@code path=value}, the value in YAML. */
    public static Optional<SettingOverride> parse(String argument, Problems problems) {
        String source = "--set " + argument;
        int equals = argument.indexOf('=');
        if (equals < 1) {
            problems.add(Position.of(source), "expected path=value, such as train.steps=100");
            return Optional.empty();
        }
        String path = argument.substring(0, equals).strip();
        String text = argument.substring(equals + 1);
        if (text.isBlank()) {
            // As in a file, where a key without a value leaves out what is optional.
            return Optional.of(new SettingOverride(source, path, new YamlNode.Scalar(Position.of(source), "", false)));
        }
        return YamlReader.read(source, text, problems)
                .map(value -> new SettingOverride(source, path, value.movedTo(Position.of(source))));
    }

    /** A string given by an option of its own, such as {@code --device}. */
    public static SettingOverride ofText(String option, String path, String text) {
        String source = option + " " + text;
        return new SettingOverride(source, path, new YamlNode.Scalar(Position.of(source), text, true));
    }
}
