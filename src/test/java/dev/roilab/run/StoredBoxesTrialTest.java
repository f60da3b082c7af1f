package dev.roilab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.Origin;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialFolder;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TruthFile;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real trial with boxes that another program found, of which one test picture has none; and the files it shares. */
@Timeout(300)
class StoredBoxesTrialTest {
    private static final String STUDY = """
            study: tiny
            question: Is everything told?
            extends: base.yaml
            seeds: [1]
            data: {train: 4, test: 2, width: 64, height: 64, smallest: 16, largest: 40, shorter_side: 64, longer_side: 64}
            model: {proposals: {type: stored, count: 5, file: 'BOXES'},
              backbone: {width: 4}, head: {fc: [8]}, sampling: {rois: 16}}
            train: {steps: 4, images: 1, schedule: {type: constant, warmup: 0}}
            timing: {images: 1, rounds: 1}
            """;

    @TempDir
    private static Path folder = Path.of("");

    private final List<String> said = new ArrayList<>();

    @BeforeAll
    static void aTrial() throws IOException {
        List<String> boxes = new ArrayList<>();
        for (String split : List.of("train", "test")) {
            for (int i = 0; i < 4; i++) {
                String found = split.equals("test") && i == 1 ? "[]" : "[[4, 4, 40, 40]]";
                boxes.add("\"%s-%05d\": %s".formatted(split, i, found));
            }
        }
        Files.writeString(folder.resolve("boxes.json"), "{" + String.join(", ", boxes) + "}");
        runner(new SilentListener()).run(plan());
    }

    private static StudyPlan plan() {
        String study = STUDY.replace("BOXES", folder.resolve("boxes.json").toString());
        return StudyPlan.of(StudyText.write(folder, study), List.of());
    }

    private static StudyRunner runner(StudyListener listener) {
        var executor = new SystemTrials(Optional.empty(), folder.resolve("cache"), 1);
        return new StudyRunner(executor, listener, RunOptions.in(folder.resolve("results")));
    }

    private static StudyResults results() {
        return ResultsFolder.read(folder.resolve("results/tiny"));
    }

    @Test
    void testPicturesWithoutRegionsAreCounted() {
        assertThat(results().trials().getFirst().provenance())
                .containsEntry(TrialResult.TESTED_WITHOUT_REGIONS, "1 of 2");
    }

    @Test
    void nobodyKnowsHowLongTheOtherProgramTookAndTheRestIsTimedAllTheSame() {
        Map<String, TrialResult.StageTime> stages = new TrialFolder(folder.resolve("results/tiny/base,seed=1"))
                .timing()
                .orElseThrow()
                .stages();
        assertThat(stages)
                .hasEntrySatisfying(
                        "proposals", time -> assertThat(time.median()).isNaN())
                .hasEntrySatisfying("roi", time -> assertThat(time.median()).isPositive());
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, ' is damaged: its content is not the one that its name tells'",
        "0.0, ' is damaged: its content is not the one that its name tells'",
        "-1, ' is missing'"
    })
    void aDamagedGroundTruthIsNamedAndWrittenAnew(double part, String damage) throws IOException {
        Path study = results().folder();
        Path truth = study.resolve(results().trials().getFirst().provenance().getOrDefault(TruthFile.FACT, ""));
        String whole = Files.readString(truth);
        if (part < 0) {
            Files.delete(truth);
        } else {
            Files.writeString(truth, whole.substring(0, (int) (part * whole.length())));
        }
        String named = truth.getFileName() + damage;
        StudyRunner runner = runner(new SilentListener() {
            @Override
            public void mended(String what) {
                said.add(what);
            }
        });
        assertThat(runner.explain(plan().trials().getFirst()))
                .containsExactly(
                        "reused: its result is whole and its key is the same",
                        named + "; its numbers stand; run writes the file anew");
        assertThat(Origin.notes(results()))
                .containsExactly("1 of 1 trials refer to a file that is no more what was written, their numbers stand: "
                        + named);
        assertThat(runner.run(plan()).reused()).isOne();
        assertThat(said).containsExactly(named);
        assertThat(truth).hasContent(whole);
        assertThat(Origin.notes(results())).isEmpty();
        assertThat(study.resolve(".shared")).doesNotExist();
    }
}
