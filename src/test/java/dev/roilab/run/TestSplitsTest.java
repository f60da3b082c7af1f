package dev.roilab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan says of arms that are tested on different pictures what a report will not be able to say. */
class TestSplitsTest {
    private static final String HEAD = """
            study: s
            question: q
            extends: base.yaml
            seeds: [1, 2]
            """;

    @TempDir
    private Path folder = Path.of("");

    private Optional<String> text(String vary) throws IOException {
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, HEAD + vary + "\n"), List.of());
        return TestSplits.text(plan, new SystemTrials(Optional.empty(), folder.resolve("cache"), 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vary: {data.test: [2, 3]}                                            | 2 | data.test
            vary: {train.rate: [0.1, 0.2], data.seed: [1, 2, 3]}                 | 3 | data.seed
            vary: {data.test: [2, 3], data.seed: [1, 2]}                         | 4 | data.test and data.seed
            arms: {few: {data.test: 2}, many: {data.test: 3, train.steps: 9}}    | 2 | arm
            """)
    void whatMakesOtherTestPicturesIsNamed(String vary, int splits, String paths) throws IOException {
        assertThat(text(vary))
                .contains(splits + " test splits, by " + paths + ": a difference between arms that are tested on"
                        + " different pictures is one of pictures, too; it has no interval over images and is not"
                        + " paired by picture");
    }

    /** More training pictures, and more noise over the same scenes, leave what is tested as it is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vary: {train.rate: [0.1, 0.2]}
            vary: {data.train: [4, 5]}
            vary: {data.noise: [1, 9]}
            """)
    void armsOfTheSamePicturesAreNoMatter(String vary) throws IOException {
        assertThat(text(vary)).isEmpty();
    }
}
