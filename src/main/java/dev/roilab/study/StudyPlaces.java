package dev.roilab.study;

import dev.roilab.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;

/**
 * Files and folders that a study names: a relative one starts at the folder of the file that names it, one of the
 * command line at the working folder. Which file that is every node of the tree remembers, also of an arm.
 */
final class StudyPlaces {
    /** Settings that say where something is. */
    static final List<String> PATHS = List.of(
            "data.root",
            "model.proposals.file",
            "model.proposals.weights",
            "model.backbone.weights",
            "pretraining.weights",
            "pretraining.data.root");

    private StudyPlaces() {}

    /** A trial's settings with places as they are seen from the working folder. */
    static YamlNode resolved(YamlNode settings) {
        YamlNode tree = settings;
        for (String path : PATHS) {
            if (tree.at(path).orElse(null) instanceof YamlNode.Scalar place
                    && !place.isNull()
                    && place.position().line() > 0) {
                tree = tree.mergeAt(path, new YamlNode.Scalar(place.position(), seen(place), true));
            }
        }
        return tree;
    }

    private static String seen(YamlNode.Scalar place) {
        Path named = Path.of(place.text());
        Path file = Path.of(place.position().file());
        if (named.isAbsolute() || place.text().isBlank()) {
            return place.text();
        }
        String resolved = file.resolveSibling(named).normalize().toString();
        return resolved.isEmpty() ? "." : resolved;
    }
}
