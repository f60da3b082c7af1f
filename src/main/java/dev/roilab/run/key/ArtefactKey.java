package dev.roilab.run.key;

import dev.roilab.detect.pretraining.Pretraining;
import dev.roilab.file.Digest;
import dev.roilab.model.Recipes;
import dev.roilab.result.code.CodeFingerprint;
import dev.roilab.result.code.SystemCode;
import dev.roilab.study.SeenByTraining;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Everything that decides the bits of something that trials share, and nothing else. Unlike a {@link TrialKey} it has
 * the machine too: results hold on any machine, bits are those of one kind of processor and number of threads.
 *
 * @param kind such as {@code training}
 * @param parts by name, for people
 * @param hash SHA-256 over the parts
 */
public record ArtefactKey(String kind, SequencedMap<String, String> parts, String hash) {
    public static final String PRETRAINING = "pretraining";
    public static final String TRAINING = "training";

    /** Inputs of a trial that a pretraining does not read. */
    private static final String PICTURES = "pretraining_data";

    public ArtefactKey {
        parts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parts));
    }

    private static ArtefactKey of(
            String kind, YamlNode.Mapping settings, Map<String, String> rest, int threads, String code) {
        SequencedMap<String, String> parts = new LinkedHashMap<>();
        parts.put("settings", TrialKey.text(settings));
        parts.putAll(rest);
        parts.put("code", code);
        parts.put("libraries", TrialKey.LIBRARIES.toString());
        parts.put("machine", Provenance.processor() + " threads " + threads);
        return new ArtefactKey(kind, parts, Digest.of(kind + parts));
    }

    /**
     * Of the pretraining of a trial, whose settings ask for one. The trial's seed is not in it: a pretraining has its
     * own.
     *
     * @param inputs hashes of all that the trial reads
     */
    public static ArtefactKey pretraining(TrialSettings settings, Map<String, String> inputs, int threads) {
        YamlNode.Mapping tree = TrialKey.withoutPlaces(withPretrained(settings))
                .only(Set.of(PRETRAINING, "model", "train", "engine", "device"));
        tree = keeping(keeping(tree, "model", "backbone"), "train", "precision");
        Map<String, String> read = new LinkedHashMap<>(inputs);
        read.keySet().retainAll(List.of(PICTURES, "weights"));
        // Whichever system asks: it is the harness's own, and leads to none of them.
        String code = SystemCode.of(Pretraining.class).hash();
        return of(PRETRAINING, tree, read, threads, code);
    }

    /** With the layers that the pretraining fills in the place of those that the system cuts them to. */
    private static YamlNode.Mapping withPretrained(TrialSettings settings) {
        YamlNode.Mapping tree = YamlWriter.tree(settings);
        return Recipes.of(settings.model())
                .backbone(settings.model())
                .map(backbone -> (YamlNode.Mapping) tree.mergeAt("model.backbone", YamlWriter.node(backbone)))
                .orElse(tree);
    }

    /**
     * Of the training by gradient descent of a trial: without its test and what is done to trained weights.
     *
     * @param inputs hashes of all that the trial reads
     */
    public static ArtefactKey training(Trial trial, Map<String, String> inputs, int threads) {
        YamlNode.Mapping tree = TrialKey.withoutPlaces(SeenByTraining.settings(trial.settings()));
        Map<String, String> read = new LinkedHashMap<>(inputs);
        read.put("seed", Long.toString(trial.seed()));
        return of(TRAINING, tree, read, threads, wholeCode(trial.settings()));
    }

    /** With what a system from outside this program brings along. */
    private static String wholeCode(TrialSettings settings) {
        return code(settings).hash()
                + CodeFingerprint.outside(Recipes.of(settings.model()).getClass())
                        .map(system -> " " + system.hash())
                        .orElse("");
    }

    static CodeFingerprint code(TrialSettings settings) {
        return SystemCode.of(Recipes.of(settings.model()).getClass());
    }

    private static YamlNode.Mapping keeping(YamlNode.Mapping tree, String block, String key) {
        return tree.value(block).orElse(null) instanceof YamlNode.Mapping inner
                ? tree.with(block, inner.only(Set.of(key)))
                : tree;
    }
}
