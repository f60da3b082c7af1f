package dev.roilab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arms may be called what people call them; their folders are safe, distinct and found again. */
class ArmFoldersTest {
    private static final List<String> LABELS = List.of(
            "a/b",
            "a\\b",
            "a_b",
            "a,b",
            "..",
            "../../x",
            "~",
            "a=b",
            "a:b*?\"<>|",
            "größe",
            "gro\u0308ße",
            "x ".repeat(100) + "1",
            "x ".repeat(100) + "2",
            "-rf",
            ",seed=1",
            "$(id)");

    @TempDir
    private Path folder = Path.of("");

    private static String study(List<String> labels) {
        StringBuilder arms = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            arms.append("    '%s': 0.%d\n".formatted(labels.get(i), 11 + i));
        }
        return """
                study: names
                question: Which name?
                extends: base.yaml
                vary:
                  train.rate:
                %sseeds: [1]
                """.formatted(arms);
    }

    @Test
    void everyNameHasASafeFolderOfItsOwnAndComesBack() throws IOException {
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, study(LABELS)), List.of());
        assertThat(plan.trials())
                .hasSize(LABELS.size())
                .allSatisfy(trial -> assertThat(trial.name())
                        .matches("rate=[A-Za-z0-9._+~-]*,seed=1")
                        .hasSizeLessThan(200));
        assertThat(plan.trials().stream().map(trial -> trial.name().toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates();
        var executor = new InstantExecutor();
        RunOptions options = RunOptions.in(folder.resolve("results"));
        StudyOutcome outcome = new StudyRunner(executor, new SilentListener(), options).run(plan);
        try (Stream<Path> folders = Files.list(outcome.folder())) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(path -> path.getFileName().toString())
                            .filter(name -> !name.startsWith("code")))
                    .containsAll(plan.trials().stream().map(Trial::name).toList());
        }
        StudyResults read = ResultsFolder.read(outcome.folder());
        assertThat(read.trials())
                .extracting(trial -> trial.varied().get("train.rate"))
                .isEqualTo(LABELS);
        assertThat(read.trials()).allMatch(trial -> trial.status() == Status.OK);
        assertThat(new StudyRunner(executor, new SilentListener(), options)
                        .run(plan)
                        .reused())
                .isEqualTo(LABELS.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            '' : 0.1                | 6:5: '' is no name for an arm: give it one
            ' a' : 0.1              | 6:5: the arm ' a' begins or ends with a blank, which claims and tables do not keep
            '\u00a0a' : 0.1        | 6:5: the arm '\u00a0a' begins or ends with a blank, which claims and tables do not keep
            'a\u200b' : 0.1        | 6:5: the arm 'a\u200b' begins or ends with a blank, which claims and tables do not keep
            "a\\nb" : 0.1           | 6:5: the arm 'a b' has a line break or another sign that cannot be printed
            """)
    void namesThatNobodyCanWriteAreRefused(String arm, String problem) {
        assertThatThrownBy(() ->
                        StudyPlan.of(StudyText.write(folder, study(List.of("b")).replace("'b': 0.11", arm)), List.of()))
                .isInstanceOf(YamlException.class)
                .hasMessage(folder.resolve("study.yaml") + ":" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Pool       | pool      | upper and lower case alone, which some file systems take for one folder
            roi pool   | roi  pool | blanks or case alone, which no reader of a table can tell
            roi pool   | roi\u00a0Pool | blanks or case alone, which no reader of a table can tell
            """)
    void namesThatNobodyCanTellApartAreRefused(String first, String second, String difference) {
        assertThatThrownBy(() -> StudyPlan.of(StudyText.write(folder, study(List.of(first, second))), List.of()))
                .isInstanceOf(YamlException.class)
                .hasMessage("%s:7:5: arms '%s' (line 6) and '%s' differ in %s; name one otherwise"
                        .formatted(folder.resolve("study.yaml"), first, second, difference));
    }

    @Test
    void anArmWithoutANameIsRefused() {
        String study = study(List.of("a", "b")).replace("'b':", "~ :");
        assertThatThrownBy(() -> StudyPlan.of(StudyText.write(folder, study), List.of()))
                .hasMessageEndingWith(":7:5: a key must be one word, got nothing; give it a name, in quotes if it is to"
                        + " be null");
    }

    /** Values of a list are their own names. */
    @Test
    void namesOfListedValuesAreLookedAtToo() {
        String study = study(List.of("b"))
                .replace("train.rate:\n", "engine: ['', cpu, CPU]\n")
                .replace("    'b': 0.11\n", "");
        assertThatThrownBy(() -> StudyPlan.of(StudyText.write(folder, study), List.of()))
                .hasMessageContainingAll(
                        ":5:12: '' is no name for an arm: give it one",
                        ":5:21: arms 'cpu' (line 5) and 'CPU' differ in upper and lower case alone");
    }
}
