package dev.roilab.study;

import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One training and its test: a cell of a study with one seed.
 *
 * @param name of its folder, unique in the study, such as {@code roi=align,stride=16,seed=1}
 * @param varied label of its arm by varied path, in the study's order
 */
public record Trial(String study, String name, Map<String, String> varied, long seed, TrialSettings settings) {
    public Trial {
        varied = Collections.unmodifiableMap(new LinkedHashMap<>(varied));
    }

    /** The text of a study of this trial alone: it can be run as it is. */
    public String alone() {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("study", study);
        header.put("question", "Trial " + name);
        header.put("seeds", List.of(seed));
        return YamlWriter.write((YamlNode.Mapping) YamlWriter.node(header).merge(YamlWriter.tree(settings)));
    }
}
