package dev.roilab.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class YamlNodeTest {
    private static final YamlNode BASE = YamlReader.read("base.yaml", """
            model:
              roi: {type: roi-pool, output_size: 7}
              fc: [1, 2]
            steps: 10
            """);

    @Test
    void mergesMapsAndReplacesLists() {
        assertThat(merged("model: {fc: [3]}\nseed: 1"))
                .isEqualTo("{model: {fc: [3], roi: {output_size: 7, type: roi-pool}}, seed: 1, steps: 10}");
    }

    @Test
    void mergesABlockThatKeepsItsType() {
        assertThat(merged("model: {roi: {type: roi-pool, extra: 1}}"))
                .contains("roi: {extra: 1, output_size: 7, type: roi-pool}");
    }

    @Test
    void replacesABlockWhoseTypeChanges() {
        assertThat(merged("model: {roi: {type: roi-align}}")).contains("roi: {type: roi-align}");
    }

    @Test
    void mergedNodesRememberTheirFile() {
        YamlNode merged = BASE.merge(YamlReader.read("study.yaml", "\nmodel: {roi: {output_size: x}}"));
        assertThat(merged.at("model.roi.output_size").orElseThrow().position())
                .isEqualTo(new Position("study.yaml", 2, 28));
        assertThat(merged.at("model.fc").orElseThrow().position()).isEqualTo(new Position("base.yaml", 3, 7));
    }

    @Test
    void problemsOfMergedFilesAreSortedByFileAndLine() {
        record Settings(Map<String, Integer> model, int steps) {}
        YamlNode merged = YamlReader.read("base.yaml", "steps: many\nmodel: {a: b}")
                .merge(YamlReader.read("study.yaml", "model: {c: d}"));
        assertThatThrownBy(() -> RecordBinder.bind(merged, Settings.class)).hasMessage("""
                base.yaml:1:8: expected an integer, got 'many'
                base.yaml:2:12: expected an integer, got 'b'
                study.yaml:1:12: expected an integer, got 'd'""");
    }

    @Test
    void writtenRecordsReadBackEqual() {
        record Inner(String text, List<Double> numbers, Optional<Boolean> flag) {}
        record Outer(Map<String, Inner> named, long seed, Optional<String> nothing) {}
        var outer = new Outer(
                Map.of(
                        "a: b",
                        new Inner("null", List.of(1e-300, -0.1, 3.0), Optional.of(true)),
                        "7",
                        new Inner("\"quoted\" \\ #\n\u00e4", List.of(), Optional.empty())),
                Long.MIN_VALUE,
                Optional.empty());
        String text = YamlWriter.write(YamlWriter.tree(outer));
        assertThat(RecordBinder.bind("x.yaml", text, Outer.class)).isEqualTo(outer);
    }

    private static String merged(String over) {
        return YamlWriter.canonical(BASE.merge(YamlReader.read("study.yaml", over)));
    }
}
