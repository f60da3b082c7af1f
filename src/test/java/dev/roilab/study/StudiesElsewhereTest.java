package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSettings;
import dev.roilab.model.fastrcnn.FastRcnnSettings;
import dev.roilab.study.place.SettingOverride;
import dev.roilab.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study in any folder finds what comes with the project; what it names itself starts at its own folder. */
class StudiesElsewhereTest {
    private static final String STUDY = """
            study: s
            question: q
            extends: base/shapes.yaml
            vary:
              model.roi: {pool: {type: roi-pool, output_size: 7}, align: {type: roi-align, output_size: 7}}
            seeds: [1]
            compare_with: mask-rcnn/table-2c
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void basesAndPublishedTablesOfTheProjectAreFound() throws IOException {
        StudyPlan plan = plan("study.yaml", STUDY, List.of());
        assertThat(plan.background().published())
                .singleElement()
                .extracting(PublishedTable::table)
                .isEqualTo("2c");
        assertThat(plan.trials().getFirst().settings().train().steps()).isEqualTo(2400);
    }

    @Test
    void theirOwnWin() throws IOException {
        Files.createDirectories(folder.resolve("base"));
        Files.writeString(folder.resolve("base/shapes.yaml"), "extends: base/fast-rcnn.yaml\ntrain: {steps: 7}\n");
        Path own =
                Files.createDirectories(folder.resolve("references/mask-rcnn")).resolve("table-2c.yaml");
        String table = Files.readString(Path.of("experiments/references/mask-rcnn/table-2c.yaml"));
        Files.writeString(own, table.replace("table: \"2c\"", "table: \"ours\""));
        StudyPlan plan = plan("study.yaml", STUDY, List.of());
        assertThat(plan.trials().getFirst().settings().train().steps()).isEqualTo(7);
        assertThat(plan.background().published())
                .singleElement()
                .extracting(PublishedTable::table)
                .isEqualTo("ours");
    }

    @Test
    void whatIsNowhereIsLookedForInBoth() {
        assertThatThrownBy(() -> plan("study.yaml", STUDY.replace("base/shapes", "base/shape"), List.of()))
                .hasMessageEndingWith("study.yaml:3:10: no file 'base/shape.yaml'; looked for "
                        + folder.resolve("base/shape.yaml") + " and " + Path.of("experiments/base/shape.yaml"));
    }

    @Test
    void aStudyMayHaveTheNameOfTheOneThatItExtends() throws IOException {
        assertThat(plan("quickstart.yaml", "study: mine\nextends: quickstart.yaml\n", List.of())
                        .study())
                .isEqualTo("mine");
    }

    @Test
    void placesStartAtTheFileThatNamesThem() throws IOException {
        Files.createDirectories(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/data.yaml"), """
                extends: base/bccd.yaml
                data: {root: pictures}
                """);
        String text = """
                study: s
                question: q
                extends: sub/data.yaml
                vary:
                  model.backbone.weights: {one: one.safetensors, two: ../two.safetensors, three: /three.safetensors}
                seeds: [1]
                """;
        List<Trial> trials = plan("study.yaml", text, List.of()).trials();
        assertThat(trials)
                .extracting(trial -> root(trial))
                .containsOnly(folder.resolve("sub/pictures").toString());
        assertThat(trials)
                .extracting(trial -> weights(trial))
                .containsExactly(
                        folder.resolve("one.safetensors").toString(),
                        folder.resolveSibling("two.safetensors").toString(),
                        "/three.safetensors");
        assertThat(trials)
                .extracting(Trial::name)
                .containsExactly("weights=one,seed=1", "weights=two,seed=1", "weights=three,seed=1");
        var overrides = List.of(
                SettingOverride.parse("data.root=here", new Problems()).orElseThrow(),
                SettingOverride.ofText("--set", "model.proposals.count", "5"));
        assertThat(root(plan("study.yaml", text, overrides.subList(0, 1))
                        .trials()
                        .getFirst()))
                .isEqualTo("here");
    }

    private static String root(Trial trial) {
        return ((DataSettings.Voc) trial.settings().data()).root().orElse("");
    }

    private static String weights(Trial trial) {
        BackboneSettings backbone = ((FastRcnnSettings) trial.settings().model()).backbone();
        return backbone.weights().orElse("");
    }

    @Test
    void theProjectsStudiesAreNamedFromAnyFolder() throws IOException {
        Path quickstart = Path.of("experiments/quickstart.yaml");
        assertThat(ProjectFolder.study(Path.of("quickstart"))).isEqualTo(quickstart);
        assertThat(ProjectFolder.study(Path.of("quickstart.yaml"))).isEqualTo(quickstart);
        assertThat(ProjectFolder.study(quickstart)).isEqualTo(quickstart);
        assertThat(ProjectFolder.study(Path.of("paper/scale"))).isEqualTo(Path.of("experiments/paper/scale.yaml"));
        assertThat(ProjectFolder.study(Path.of("nothing"))).isEqualTo(Path.of("nothing"));
        Path own = Files.writeString(folder.resolve("mine.yaml"), "");
        assertThat(ProjectFolder.study(folder.resolve("mine"))).isEqualTo(own);
    }

    @Test
    void resultsOfTheProjectsStudiesAreTheProjects() {
        String home = System.setProperty("roilab.home", folder.toString());
        try {
            assertThat(ProjectFolder.outputs(folder.resolve("experiments/paper/scale.yaml"), "results"))
                    .isEqualTo(folder.resolve("results"));
            assertThat(ProjectFolder.outputs(folder.resolve("mine.yaml"), "results"))
                    .isEqualTo(Path.of("results"));
            assertThat(ProjectFolder.study(Path.of("quickstart"))).isEqualTo(Path.of("quickstart"));
        } finally {
            Optional.ofNullable(home)
                    .ifPresentOrElse(
                            before -> System.setProperty("roilab.home", before),
                            () -> System.clearProperty("roilab.home"));
        }
    }

    private StudyPlan plan(String name, String text, List<SettingOverride> overrides) throws IOException {
        return StudyPlan.of(Files.writeString(folder.resolve(name), text), overrides);
    }

    /** What one of two kinds of proposals is made with says nothing of a study that compares them. */
    @Test
    void settingsOfOneKindAmongOthersAreNotShared() throws IOException {
        String study = """
                study: kinds
                question: Which?
                extends: base.yaml
                vary:
                  model.proposals:
                    search: {type: selective-search, count: 50, implementation: roilab, mode: fast, width: 0, smallest: 8}
                    grid: {type: dense-grid, count: 50, scales: [24, 32], ratios: [1.0], step: 0.5}
                seeds: [1]
                """;
        assertThat(StudyPlan.of(StudyText.write(folder, study), List.of())
                        .background()
                        .settings())
                .containsEntry("model.proposals.count", "50")
                .containsEntry("model.type", "fast-rcnn")
                .doesNotContainKeys("model.proposals.type", "model.proposals.mode", "model.proposals.step");
    }
}
