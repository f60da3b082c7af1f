package dev.roilab.experiment;

import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What decides a trial's numbers, and the hash of it that says whether a stored result still holds: settings, seed,
 * inputs, code and libraries. Where the data lie does not matter, what they are does.
 *
 * @param parts by name, for provenance
 * @param hash SHA-256 over the parts
 */
public record TrialKey(Map<String, String> parts, String hash) {

    private static final String THIS_PROGRAM = CodeFingerprint.ofThisProgram();
    private static final Map<String, String> LIBRARIES = Libraries.versions();

    /**
     * The key of a trial run by this program.
     *
     * @param inputs hash of all that the trial reads from outside: data, proposals, weights
     */
    public static TrialKey of(Trial trial, String inputs) {
        return of(trial, inputs, THIS_PROGRAM, LIBRARIES);
    }

    static TrialKey of(Trial trial, String inputs, String code, Map<String, String> libraries) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("settings", Digest.of(YamlWriter.canonical(withoutPlaces(trial.settings()))));
        parts.put("seed", Long.toString(trial.seed()));
        parts.put("inputs", inputs);
        parts.put("code", code);
        parts.put("libraries", libraries.toString());
        return new TrialKey(parts, Digest.of(parts.toString()));
    }

    private static YamlNode withoutPlaces(TrialSettings settings) {
        YamlNode.Mapping tree = YamlWriter.tree(settings);
        return tree.value("data").orElse(tree) instanceof YamlNode.Mapping data
                ? tree.with("data", data.without("root"))
                : tree;
    }
}
