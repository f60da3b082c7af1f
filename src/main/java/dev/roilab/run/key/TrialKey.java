package dev.roilab.run.key;

import dev.roilab.file.Digest;
import dev.roilab.model.Recipes;
import dev.roilab.result.code.CodeFingerprint;
import dev.roilab.study.Trial;
import dev.roilab.study.place.MovedKeys;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What decides a trial's numbers, and the hash of it that says whether a stored result still holds: settings, seed,
 * inputs, code and libraries. Where files lie does not matter, what they hold does.
 *
 * @param parts by name, for provenance
 * @param hash SHA-256 over the parts
 */
public record TrialKey(Map<String, String> parts, String hash) {
    /** Settings that say where a file or folder is; its content is among the inputs. */
    private static final List<String> PLACES =
            List.of("model.proposals.file", "model.proposals.weights", "model.backbone.weights", "pretraining.weights");

    /** The same of a data set, whatever block it is in. */
    private static final String DATA = "data";

    private static final String ROOT = "root";

    static final Map<String, String> LIBRARIES = Libraries.contents();

    /**
     * The key of a trial run by this program.
     *
     * @param inputs hashes of all that the trial reads from outside, by what it is: data, proposals, weights
     */
    public static TrialKey of(Trial trial, Map<String, String> inputs) {
        return of(trial, inputs, code(trial).hash(), LIBRARIES);
    }

    /** The part of this program that makes a trial's numbers. */
    public static CodeFingerprint code(Trial trial) {
        return ArtefactKey.code(trial.settings());
    }

    static TrialKey of(Trial trial, Map<String, String> inputs, String code, Map<String, String> libraries) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("settings", Digest.of(text(withoutPlaces(YamlWriter.tree(trial.settings())))));
        parts.put("seed", Long.toString(trial.seed()));
        parts.putAll(inputs);
        parts.put("code", code);
        CodeFingerprint.outside(Recipes.of(trial.settings().model()).getClass())
                .ifPresent(system -> parts.put("system", system.hash()));
        parts.put("libraries", libraries.toString());
        return new TrialKey(parts, Digest.of(parts.toString()));
    }

    /** Settings as they go into keys: a setting that has moved to another place is the same setting. */
    static String text(YamlNode.Mapping settings) {
        return YamlWriter.canonical(MovedKeys.atFirstPlaces(settings));
    }

    /** A trial's settings without where its files are. */
    static YamlNode.Mapping withoutPlaces(YamlNode.Mapping settings) {
        YamlNode.Mapping tree = withoutRoots(settings);
        for (String place : PLACES) {
            tree = tree.withoutPath(place);
        }
        return tree;
    }

    private static YamlNode.Mapping withoutRoots(YamlNode.Mapping settings) {
        YamlNode.Mapping tree = settings.withoutPath(DATA + "." + ROOT);
        for (String key : List.copyOf(tree.entries().keySet())) {
            if (tree.value(key).orElse(null) instanceof YamlNode.Mapping inner) {
                tree = tree.with(key, withoutRoots(inner));
            }
        }
        return tree;
    }
}
