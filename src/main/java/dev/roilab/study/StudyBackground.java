package dev.roilab.study;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roilab.study.formula.Claim;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a study is measured against.
 *
 * @param published tables to be set beside the study's own numbers
 * @param settings that all trials share, by path, for the protocol beside published numbers
 * @param ofArms settings that not all arms share and of which the protocol speaks; absent where there are none, and in
 *     results of older versions
 */
public record StudyBackground(
        List<Claim> claims,
        List<PublishedTable> published,
        Map<String, String> settings,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<ArmSetting>> ofArms) {
    public static final StudyBackground NONE = new StudyBackground(List.of(), List.of(), Map.of());

    public StudyBackground {
        claims = List.copyOf(claims);
        published = List.copyOf(published);
        ofArms = ofArms.map(List::copyOf);
    }

    /** Of a study whose arms differ in nothing of which the protocol speaks. */
    public StudyBackground(List<Claim> claims, List<PublishedTable> published, Map<String, String> settings) {
        this(claims, published, settings, Optional.empty());
    }

    /**
     * What an arm sets a path to that not all arms set alike, of the paths of which absence says something of the
     * protocol.
     *
     * @param varied label of the arm by varied path
     * @param value absent where the arm's system does not have the setting, or where it is left empty
     */
    public record ArmSetting(String path, Map<String, String> varied, Optional<String> value) {
        /** Part of a hidden layer's outputs that a training step leaves out; absent or 0: none. */
        public static final String DROPOUT = "model.head.dropout";

        /** Learning rate of biases, a multiple of that of weights; absent: 1. */
        public static final String BIAS_RATE = "train.bias_rate";

        /** Those of all arms, in the order of their first trials, for each path that not all arms set alike. */
        static List<ArmSetting> differing(List<Trial> trials) {
            Map<Map<String, String>, YamlNode.Mapping> arms = new LinkedHashMap<>();
            trials.forEach(trial -> arms.computeIfAbsent(trial.varied(), _ -> YamlWriter.tree(trial.settings())));
            List<ArmSetting> differing = new ArrayList<>();
            for (String path : List.of(DROPOUT, BIAS_RATE)) {
                List<ArmSetting> all = new ArrayList<>();
                arms.forEach((varied, tree) -> all.add(new ArmSetting(path, varied, value(tree, path))));
                if (all.stream().map(ArmSetting::value).distinct().count() > 1) {
                    differing.addAll(all);
                }
            }
            return differing;
        }

        private static Optional<String> value(YamlNode.Mapping tree, String path) {
            return tree.at(path)
                    .filter(node -> !(node instanceof YamlNode.Scalar scalar && scalar.isNull()))
                    .map(YamlWriter::canonical);
        }
    }
}
