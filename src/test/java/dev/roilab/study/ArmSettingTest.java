package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.roilab.study.StudyBackground.ArmSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArmSettingTest {
    @TempDir
    private Path folder = Path.of("");

    private static List<ArmSetting> of(StudyPlan plan) {
        return plan.background().ofArms().orElse(List.of());
    }

    @Test
    void dropoutOfOneSystemAmongOthersIsOfItsArms() {
        List<ArmSetting> arms = of(StudyPlan.of(Path.of("experiments/yolo.yaml"), List.of()));
        assertThat(arms)
                .extracting(arm -> arm.varied().get("model"), ArmSetting::value)
                .containsExactly(
                        tuple("yolo", Optional.of("0.5")),
                        tuple("yolo-10", Optional.of("0.5")),
                        tuple("fast-rcnn", Optional.empty()),
                        tuple("faster-rcnn", Optional.empty()));
        assertThat(arms).extracting(ArmSetting::path).containsOnly(ArmSetting.DROPOUT);
    }

    @Test
    void aVariedRateOfBiasesIsOfItsArmsAndOneForAllIsNot() throws IOException {
        String study = """
                study: biases
                question: Which?
                extends: base.yaml
                %s
                seeds: [1, 2]
                """;
        Path varied = StudyText.write(folder, study.formatted("vary: {train.bias_rate: {same: null, twice: 2}}"));
        assertThat(of(StudyPlan.of(varied, List.of())))
                .containsExactly(
                        new ArmSetting(ArmSetting.BIAS_RATE, Map.of("train.bias_rate", "same"), Optional.empty()),
                        new ArmSetting(ArmSetting.BIAS_RATE, Map.of("train.bias_rate", "twice"), Optional.of("2.0")));
        Path shared = StudyText.write(folder, study.formatted("train: {bias_rate: 2}"));
        assertThat(StudyPlan.of(shared, List.of()).background().ofArms()).isEmpty();
    }
}
