package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.study.place.SettingOverride;
import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The study files that the project ships say what they must and expand to trials. */
class FastRcnnStudiesTest {
    private static final SettingOverride WEIGHTS =
            SettingOverride.ofText("--set", "model.backbone.weights", "weights.safetensors");

    static List<Path> studies() throws IOException {
        List<Path> studies = new ArrayList<>();
        for (String folder : List.of("experiments", "experiments/paper", "experiments/gpu")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(studies::add);
            }
        }
        return studies;
    }

    /** For a backbone that starts from a file. */
    private static List<SettingOverride> weights(String study) {
        boolean without = study.contains("pretraining:") || study.contains("base/encoder-decoder.yaml");
        return without ? List.of() : List.of(WEIGHTS);
    }

    @ParameterizedTest
    @MethodSource("studies")
    void everyStudyExpands(Path file) throws IOException {
        StudyPlan plan = StudyPlan.of(file, weights(Files.readString(file)));
        assertThat(plan.trials()).hasSizeGreaterThan(1);
        assertThat(plan.question()).endsWith("?");
    }

    @ParameterizedTest
    @MethodSource("studies")
    void everyStudySaysItsSourceAndHowToRunIt(Path file) throws IOException {
        assertThat(Files.readString(file))
                .contains("# Source: ")
                .containsPattern("# Run:    (ROILAB_PROFILES=torch-cuda )?\\./roilab (run|bench) " + file);
    }

    /** Of studies that train; those of times alone have none. */
    @ParameterizedTest
    @MethodSource("studies")
    void theHeadCountsTheTrialsOfTheGrid(Path file) throws IOException {
        String text = Files.readString(file);
        if (text.contains("./roilab bench ")) {
            return;
        }
        int trials = StudyPlan.of(file, weights(text)).trials().size();
        assertThat(text).containsPattern("(?m)^# Time: .*\\(" + trials + " (trials|trainings)[^0-9].*$");
    }

    @Test
    void aRankBeyondBreakEvenIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> StudyPlan.of(
                        Path.of("src/test/resources/dev/roilab/study/svd-beyond-break-even.yaml"), List.of()))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("rank 49 of fc6")
                .hasMessageContaining("use at most 48, or 0 to leave it whole");
    }
}
