package dev.roilab.study;

import dev.roilab.yaml.YamlNode;
import java.util.Map;

/**
 * Where the values of a study were written, for what is found wrong with them only when the study meets its data and
 * its machine.
 *
 * @param document the whole merged study
 * @param settings of its trials, as they were written
 */
public record StudySources(YamlNode.Mapping document, Map<TrialSettings, YamlNode> settings) {
    public StudySources {
        settings = Map.copyOf(settings);
    }

    /** Begins a message about a setting of a trial, such as {@code study.yaml:4:9: }; empty where nobody wrote it. */
    public String place(TrialSettings trial, String path) {
        YamlNode tree = settings.get(trial);
        return tree == null ? "" : place(tree, path);
    }

    /** The same of a value that is about the whole study. */
    public String place(String path) {
        return place(document, path);
    }

    private static String place(YamlNode tree, String path) {
        return tree.at(path).map(node -> node.position() + ": ").orElse("");
    }
}
