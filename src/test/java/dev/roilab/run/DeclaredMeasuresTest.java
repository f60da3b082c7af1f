package dev.roilab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.claim.ClaimVerdict;
import dev.roilab.claim.Claims;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.report.ReportWriter;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialFolder;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A measure that no class of the program knows, from its declaration through {@code result.json} to the report. */
class DeclaredMeasuresTest {
    private static final String STUDY = """
            study: rulers
            question: Which ruler?
            extends: base.yaml
            vary:
              train.rate: {fine: 0.02, coarse: 0.1}
            seeds: [1, 2, 3, 4, 5]
            claims:
              - {that: error(fine) < error(coarse)}
              - {that: error(coarse) - error(fine) >= 0.5 m}
            report:
              tables: [{rows: train.rate, values: [error, reading_ms]}]
              plots: [{type: dots, value: error}]
            """;

    private static final List<MeasureInfo> DECLARED = List.of(RulerExecutor.ERROR, RulerExecutor.MARKS);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLowerErrorWinsInTableClaimAndVerdict() throws IOException {
        StudyResults results = run(DECLARED);
        assertThat(Claims.check(results))
                .extracting(ClaimVerdict::outcome)
                .containsExactly(ClaimVerdict.Outcome.SUPPORTED, ClaimVerdict.Outcome.SUPPORTED);
        new ReportWriter().write(results, folder.resolve("report"));
        assertThat(folder.resolve("report/dots-error.png")).exists();
        String report = Files.readString(folder.resolve("report/report.md"));
        assertThat(report)
                .containsPattern(
                        "\\| rate +\\| seeds \\| +error, m *\\| +marks read +\\| +training s +\\| +ms an image +\\|")
                .containsPattern("\\| fine +\\| +5 \\| +\\*\\*0\\.222 ± 0\\.019\\*\\* \\|")
                .containsPattern("\\| coarse \\| +5 \\| +1\\.11 ± 0\\.10 \\| +12 ± 0 \\|")
                .contains("Error: mean distance from the true length. Marks read: those of the last ruler.")
                .contains("over seeds; error in m.", "excludes zero; of error only.")
                .doesNotContain("AP", "accurac", "percent;", "points")
                .contains("Error by arm, every seed a dot");
    }

    @Test
    void theVerdictCallsTheLowerErrorBetter() throws IOException {
        assertThat(report(STUDY.replaceAll("(?s)claims:.*(?=report:)", "")))
                .contains("coarse is worse than fine in error, by 0.888 m");
        assertThat(report(STUDY)).contains("fine has a lower error than coarse, by 0.888 m");
    }

    @Test
    void theDeclarationIsUnderTheResultsChecksum() throws IOException {
        run(DECLARED);
        Path trial = folder.resolve("results/rulers/rate=fine,seed=1");
        Path file = trial.resolve("result.json");
        String text = Files.readString(file);
        assertThat(text).contains("\"unit\" : \"m\"", "\"better\" : \"LOWER\"", "\"heading\" : \"marks read\"");
        Files.writeString(file, text.replace("\"better\" : \"LOWER\"", "\"better\" : \"HIGHER\""));
        assertThat(new TrialFolder(trial).damage())
                .singleElement()
                .asString()
                .contains("does not fit its own checksum");
    }

    @Test
    void namesAndUnitsAreCheckedAgainstTheDeclared() {
        assertThatThrownBy(() -> plan(STUDY.replace("error(fine) <", "eror(fine) <")))
                .hasMessageEndingWith("study.yaml:8:12: unknown metric 'eror'; did you mean 'error'?");
        assertThatThrownBy(() -> plan(STUDY.replace("0.5 m}", "0.5 points}")))
                .hasMessageEndingWith("the number needs the unit of error: m");
        assertThatThrownBy(() -> plan(STUDY.replace("0.5 m}", "0.5}")))
                .hasMessageEndingWith("the number needs the unit of error: m");
        assertThatThrownBy(() -> plan(STUDY.replace("value: error", "value: ap50")))
                .hasMessageContaining("study.yaml:12:31: unknown metric 'ap50'");
        assertThatThrownBy(() -> plan(STUDY.replace("< error(coarse)", "< marks(coarse)")))
                .hasMessageEndingWith("'error' and 'marks' have different units");
        assertThatThrownBy(() -> plan(STUDY.replace("error(coarse) - error(fine) >= 0.5 m", "marks(fine) > 3 m")))
                .hasMessageEndingWith("the number stands without a unit: marks has none");
    }

    /** Such a trial has crashed: its numbers would have no meaning. */
    @Test
    void aTrialMustDeclareWhatItMeasures() {
        assertThat(run(List.of(RulerExecutor.ERROR))
                        .trials()
                        .getFirst()
                        .failure()
                        .orElseThrow())
                .contains("unknown metric 'marks', which no task or system declares; known: error");
        assertThat(run(List.of()).trials().getFirst().failure().orElseThrow())
                .contains("declares no measure: there is nothing to report");
        assertThat(run(List.of(RulerExecutor.ERROR, RulerExecutor.ERROR))
                        .trials()
                        .getFirst()
                        .failure()
                        .orElseThrow())
                .contains("measure 'error' is declared twice");
    }

    /** One seed is run again by a program that measures in percent. */
    @Test
    void resultsThatMeanDifferentThingsAreNotReported() throws IOException {
        run(DECLARED);
        var shares = new MeasureInfo("error", "error", MeasureUnit.PERCENT_OF_BEFORE, Better.LOWER, "");
        StudyPlan plan = plan(STUDY);
        RunOptions again = RunOptions.in(folder.resolve("results"))
                .withAgain(Set.of(plan.trials().getFirst().name()));
        new StudyRunner(new RulerExecutor(List.of(shares, RulerExecutor.MARKS)), new SilentListener(), again).run(plan);
        assertThatThrownBy(() -> ResultsFolder.read(folder.resolve("results/rulers")))
                .hasMessageContaining("measure 'error' is declared in ")
                .hasMessageContaining("which cannot be compared; run the older ones again");
    }

    private String report(String study) throws IOException {
        StudyPlan plan = plan(study);
        Path report = folder.resolve("report");
        new ReportWriter().write(run(DECLARED).under(plan), report);
        return Files.readString(report.resolve("report.md"));
    }

    private StudyResults run(List<MeasureInfo> declared) {
        StudyPlan plan = plan(STUDY);
        new StudyRunner(new RulerExecutor(declared), new SilentListener(), RunOptions.in(folder.resolve("results")))
                .run(plan);
        return ResultsFolder.read(folder.resolve("results/rulers"));
    }

    private StudyPlan plan(String text) {
        return StudyPlan.of(StudyText.write(folder, text), List.of(), RulerExecutor::measures);
    }
}
