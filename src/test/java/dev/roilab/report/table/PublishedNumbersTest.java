package dev.roilab.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.Arm;
import dev.roilab.claim.SmallStudy;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.report.document.Markdown;
import dev.roilab.result.StudyResults;
import dev.roilab.study.PublishedTable;
import dev.roilab.study.StudyBackground;
import dev.roilab.study.StudyBackground.ArmSetting;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.TrialMeasures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedNumbersTest {
    private static final String STUDY = """
            study: ours
            question: Which?
            extends: base/shapes.yaml
            vary:
              model.roi: {pool: {type: roi-pool, output_size: 5}, align: {type: roi-align, output_size: 5}}
            seeds: [1]
            compare_with: mask-rcnn/table-2c
            """;

    @TempDir
    private Path folder = Path.of("");

    private static String section(StudyResults results) {
        return Markdown.of(new PublishedNumbers(results, Arm.of(results), "a machine").section())
                .replaceAll(" +", " ");
    }

    private List<PublishedTable> table() throws IOException {
        return StudyPlan.of(Files.writeString(folder.resolve("study.yaml"), STUDY), List.of())
                .background()
                .published();
    }

    private SmallStudy study(Map<String, String> settings, List<ArmSetting> ofArms) throws IOException {
        return new SmallStudy().background(new StudyBackground(List.of(), table(), settings, Optional.of(ofArms)));
    }

    @Test
    void masksStandBesideMasks() throws IOException {
        MeasureInfo masks = TrialMeasures.catalogue().find("mask_ap").orElseThrow();
        StudyResults results = study(Map.of(), List.of())
                .declaring(masks)
                .finishedWith("pool", 1, 0.5, "mask_ap", 0.4)
                .finishedWith("align", 1, 0.9, "mask_ap", 0.45)
                .results();
        assertThat(section(results))
                .contains("| RoIPool, max | pool | mask AP, percent | 26.9 | 40.0 | +13.1 |")
                .contains("| pool to align | mask AP, points | +3.4 | +5.0 | 1 |")
                .as("AP50 of boxes stands in for that of masks, which this study does not measure")
                .contains("| RoIPool, max | pool | mask AP50; ours: AP50, percent | 48.8 | 50.0 | – |");
    }

    @Test
    void whereAStudyHasNoMasksTheColumnSaysThatOursAreBoxes() throws IOException {
        StudyResults results = study(Map.of(), List.of())
                .finished("pool", 1, 0.5)
                .finished("align", 1, 0.9)
                .results();
        assertThat(section(results))
                .contains("| RoIPool, max | pool | mask AP; ours: AP, percent | 26.9 | 25.0 | – |")
                .contains("| pool to align | mask AP; ours: AP, points | +3.4 | +40.0 | 1 |")
                .doesNotContain("| mask AP, percent | 26.9 | 25.0 |");
    }

    @Test
    void theProtocolSaysWhatEachArmDoes() throws IOException {
        List<ArmSetting> ofArms = List.of(
                new ArmSetting(ArmSetting.DROPOUT, Map.of(SmallStudy.ROI, "pool"), Optional.of("0.5")),
                new ArmSetting(ArmSetting.DROPOUT, Map.of(SmallStudy.ROI, "warp"), Optional.of("0.0")),
                new ArmSetting(ArmSetting.DROPOUT, Map.of(SmallStudy.ROI, "align"), Optional.empty()),
                new ArmSetting(ArmSetting.BIAS_RATE, Map.of(SmallStudy.ROI, "pool"), Optional.empty()),
                new ArmSetting(ArmSetting.BIAS_RATE, Map.of(SmallStudy.ROI, "warp"), Optional.of("2.0")),
                new ArmSetting(ArmSetting.BIAS_RATE, Map.of(SmallStudy.ROI, "align"), Optional.empty()));
        StudyResults results = study(Map.of("train.steps", "20", ArmSetting.DROPOUT, "0.5"), ofArms)
                .finished("pool", 1, 0.5)
                .finished("warp", 1, 0.5)
                .finished("align", 1, 0.9)
                .results();
        assertThat(section(results))
                .contains("| steps 20, dropout 0.5 in pool, no dropout in warp and align,"
                        + " biases at the rate of weights in pool and align, bias rate 2.0 in warp |");
    }

    @Test
    void whatAllArmsDoIsSaidOnce() throws IOException {
        assertThat(protocol(Map.of("model.type", "yolo", "train.steps", "20", ArmSetting.DROPOUT, "0.5")))
                .contains("| steps 20, dropout 0.5, biases at the rate of weights |");
        assertThat(protocol(Map.of("model.type", "yolo", "train.steps", "20", ArmSetting.DROPOUT, "0.0")))
                .contains("| steps 20, no dropout, biases at the rate of weights |");
        assertThat(protocol(Map.of("model.type", "fast-rcnn", "train.bias_rate", "2")))
                .contains("| bias rate 2, no dropout |");
    }

    /** Results of older versions have what systems share that know it. */
    @Test
    void ofSeveralSystemsInOldResultsItIsNotSaidThatAllDoIt() throws IOException {
        assertThat(protocol(Map.of("train.steps", "20", ArmSetting.DROPOUT, "0.5")))
                .contains("| steps 20, dropout 0.5 where the system has it, biases at the rate of weights |");
    }

    private String protocol(Map<String, String> settings) throws IOException {
        return section(study(settings, List.of()).finished("pool", 1, 0.5).results());
    }
}
