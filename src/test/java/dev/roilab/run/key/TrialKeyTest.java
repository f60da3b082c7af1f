package dev.roilab.run.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.model.fastrcnn.FastRcnnRecipe;
import dev.roilab.result.code.SystemCode;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialKeyTest {
    private static final Map<String, String> IN = Map.of("data", "in");
    private static final String HEAD = "study: s\nquestion: q\nextends: base.yaml\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void doesNotDependOnTheOrderOfKeysNorOnNamesAndArms() {
        String one = key(HEAD + "seeds: [1]\ntrain: {steps: 5, rate: 0.1}\nmodel: {postprocessing: {nms: 0.4}}\n");
        String other = key("""
                seeds: [1, 2]
                model: {postprocessing: {nms: 4e-1}}
                train: {rate: 1e-1}
                vary: {train.steps: {few: 5, more: 6}}
                extends: base.yaml
                question: another
                study: other
                """);
        assertThat(one).isEqualTo(other).hasSize(64);
    }

    @Test
    void dependsOnSettingsAndSeed() {
        assertThat(List.of(
                        key(HEAD + "seeds: [1]\n"),
                        key(HEAD + "seeds: [2]\n"),
                        key(HEAD + "seeds: [1]\ntrain: {steps: 5}\n"),
                        key(HEAD + "seeds: [1]\ndevice: cuda\n"),
                        key(HEAD + "seeds: [1]\nmodel: {roi: {aligned: true}}\n")))
                .doesNotHaveDuplicates();
    }

    @Test
    void dependsOnInputsCodeAndLibraries() {
        Trial trial = trial(HEAD + "seeds: [1]\n");
        assertThat(List.of(
                        TrialKey.of(trial, IN, "code", Map.of("dnnl", "1")).hash(),
                        TrialKey.of(trial, Map.of("data", "IN"), "code", Map.of("dnnl", "1"))
                                .hash(),
                        TrialKey.of(trial, IN, "CODE", Map.of("dnnl", "1")).hash(),
                        TrialKey.of(trial, IN, "code", Map.of("dnnl", "2")).hash()))
                .doesNotHaveDuplicates();
    }

    @Test
    void doesNotDependOnWhereTheDataLie() {
        String voc = """
                seeds: [1]
                data:
                  type: voc
                  root: here
                  classes: [a]
                  train_split: [train]
                  test_split: test
                  on_bad_box: skip
                  shorter_side: 16
                  longer_side: 32
                """;
        assertThat(key(HEAD + voc)).isEqualTo(key(HEAD + voc.replace("here", "there")));
        assertThat(key(HEAD + voc)).isNotEqualTo(key(HEAD + voc.replace("[a]", "[b]")));
    }

    @Test
    void doesNotDependOnCommentsClaimsAndReports() {
        String study = HEAD + "seeds: [1]\nvary: {train.steps: {few: 5, more: 6}}\n";
        assertThat(key("# Why.\n" + study + """
                claims:
                  - {that: ap50(few) < ap50(more)}
                report:
                  tables: []
                  plots: []
                timing: {images: 3, rounds: 2, processes: 2}
                """)).isEqualTo(key(study));
    }

    @Test
    void doesNotDependOnWhereThePicturesOfAPretrainingLie() {
        YamlNode.Mapping tree = (YamlNode.Mapping) YamlWriter.node(Map.of(
                "data", Map.of("root", "here", "seed", 1),
                "pretraining", Map.of("data", Map.of("root", "here", "seed", 1), "root", "kept"),
                "later", Map.of("inner", Map.of("data", Map.of("root", "here", "seed", 1)))));
        assertThat(YamlWriter.canonical(TrialKey.withoutPlaces(tree)))
                .doesNotContain("here")
                .contains("kept")
                .containsPattern("seed.*seed.*seed");
    }

    @Test
    void javasReleaseSvmsAndImageLibraryCount() throws IOException {
        for (String name : List.of("liblinear-2.44.jar", "opencv-4.13.0-1.5.13.jar")) {
            String library = name.replaceFirst("-.*", "");
            assertThat(Libraries.contents(archive(name, "x").toString())).containsOnlyKeys(library, "java");
        }
        assertThat(Libraries.contents(""))
                .containsExactly(
                        Map.entry("java", Integer.toString(Runtime.version().feature())));
    }

    @Test
    void theCodeIsThatOfItsSystem() {
        Trial trial = trial(HEAD + "seeds: [1]\n");
        assertThat(TrialKey.of(trial, IN).parts())
                .containsEntry("code", SystemCode.of(FastRcnnRecipe.class).hash());
    }

    @Test
    void doesNotDependOnWhereWeightsAndProposalsLie() {
        String study = """
                seeds: [1]
                """;
        for (String weights : List.of(
                "model: {backbone: {weights: one.safetensors}}\n",
                "model: {proposals: {type: stored, count: 10, file: one.json}}\n",
                "pretraining: {type: weight-file, weights: one.safetensors}\n")) {
            String whole = HEAD + study + weights;
            assertThat(key(whole)).isEqualTo(key(whole.replace("one.", "elsewhere/another.")));
        }
    }

    @Test
    void archivesOfOtherContentUnderOneNameAreOtherLibraries() throws IOException {
        Path first = archive("one/dnnl-3.11-1.5.13.jar", "first");
        Path second = archive("two/dnnl-3.11-1.5.13.jar", "other");
        Path same = archive("three/dnnl-3.11-1.5.13.jar", "first");
        assertThat(Libraries.contents(first.toString()).get("dnnl")).startsWith("3.11-1.5.13 ");
        assertThat(Libraries.contents(first.toString())).isNotEqualTo(Libraries.contents(second.toString()));
        assertThat(Libraries.contents(first.toString())).isEqualTo(Libraries.contents(same.toString()));
    }

    private Path archive(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            // An entry has the time of its packing.
            zip.putNextEntry(new ZipEntry("libdnnl.so"));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private Trial trial(String text) {
        return StudyPlan.of(StudyText.write(folder, text), List.of()).trials().getFirst();
    }

    private String key(String text) {
        return TrialKey.of(trial(text), IN, "code", Map.of()).hash();
    }
}
