package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.claim.Arm;
import dev.roilab.claim.ClaimVerdict;
import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.claim.Claims;
import dev.roilab.claim.Measure;
import dev.roilab.claim.RelativeTimes;
import dev.roilab.claim.SmallStudy;
import dev.roilab.claim.Summaries;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.result.Origin;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.study.HarnessMeasures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeEvidenceTest {
    private static final Map<String, String> QUIET =
            Map.of("timing_load", "1.90", "timing_cores", "2", "timing_session", "s", "timing_protocol", "p");
    private static final Map<String, String> BUSY =
            Map.of("timing_load", "3.42", "timing_cores", "2", "timing_session", "s", "timing_protocol", "p");

    /** Files of before: the load of the minute before, and no cores. */
    private static final Map<String, String> BEFORE = Map.of("timing_load", "8.95", "timing_protocol", "p");

    private static final String SLOWER = "total_ms(align) / total_ms(pool) >= 1.4";

    @TempDir
    private Path folder = Path.of("");

    private static StageTime of(double... processes) {
        List<Double> list = Arrays.stream(processes).boxed().toList();
        double mean = list.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
        return new StageTime(mean, mean, list);
    }

    /** Align takes half as long again in every process, and processes differ by a factor of two. */
    private static StudyResults study(Map<String, String> facts, String claim, boolean oneProcess) {
        StudyResults made = new SmallStudy()
                .finished("pool", 1, 0.5)
                .finished("pool", 2, 0.6)
                .finished("align", 1, 0.5)
                .finished("align", 2, 0.6)
                .claiming(claim)
                .results();
        List<TrialResult> trials = made.trials().stream()
                .map(trial -> {
                    double factor = trial.trial().contains("align") ? 1.5 : 1;
                    Map<String, StageTime> stages = new LinkedHashMap<>();
                    stages.put(
                            "backbone",
                            oneProcess
                                    ? new StageTime(20 * factor, 22 * factor)
                                    : of(10 * factor, 20 * factor, 30 * factor * (factor > 1 ? 1.01 : 1)));
                    Map<String, String> provenance = new LinkedHashMap<>(trial.provenance());
                    provenance.putAll(facts);
                    return trial.withTimes(trial.trainSeconds(), stages, provenance);
                })
                .toList();
        return new StudyResults(
                made.study(),
                made.question(),
                made.varied(),
                made.classes(),
                made.report(),
                made.background(),
                made.folder(),
                made.command(),
                trials);
    }

    private static ClaimVerdict check(StudyResults study) {
        return Claims.check(study).getFirst();
    }

    @Test
    void ratiosArePairedByProcessAndCountProcesses() {
        StudyResults study = study(QUIET, SLOWER, false);
        assertThat(TimeEvidence.of(study).busy(Measure.TOTAL)).isEmpty();
        // Over processes of 10, 20 and 30 ms no difference would show; paired they are 1.5, 1.5 and 1.515.
        ClaimVerdict verdict = check(study);
        assertThat(verdict.outcome()).isNotIn(Outcome.UNDECIDED, Outcome.CONTRADICTED);
        assertThat(verdict.seen()).startsWith("1.50 [1.4").contains("3 processes");
        assertThat(new Summaries(study, study.varied(), Measure.TOTAL)
                        .of(List.of("pool"))
                        .orElseThrow())
                .isEqualTo(new Summaries.Summary(3, 20, 10));
    }

    @Test
    void aBusyMachineDecidesNothingAndGetsRatios() throws IOException {
        StudyResults study = study(BUSY, SLOWER, false);
        assertThat(check(study).outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(check(study).seen()).isEqualTo("machine was busy: load 3.4 on 2 cores");
        StudyResults relative = RelativeTimes.of(study);
        StageTime align = relative.trials().getLast().stages().getOrDefault("backbone", StageTime.NOT_MEASURED);
        assertThat(align.processes())
                .satisfiesExactly(
                        ratio -> assertThat(ratio).isCloseTo(1.5, within(1e-12)),
                        ratio -> assertThat(ratio).isCloseTo(1.5, within(1e-12)),
                        ratio -> assertThat(ratio).isCloseTo(1.515, within(1e-12)));
        StageTime told = study.trials().getLast().stages().getOrDefault("backbone", StageTime.NOT_MEASURED);
        assertThat(align.p95() / align.median())
                .as("a high percentile stays as far above its median as it was")
                .isCloseTo(told.p95() / told.median(), within(1e-12));
        new ReportWriter(Optional.of("no figures here")).write(study, folder);
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains("The machine was busy: load 3.4 on 2 cores; so times are told as ratios without intervals"
                        + " (pool, test time = 1), and even those may be wrong.")
                .contains("time an image, relative")
                .contains("1.51 ± 0.01")
                .contains("training s")
                .doesNotContain("Milliseconds", "| 20.0", "| 30.1");
        assertThat(Files.readString(folder.resolve("trials.csv"))).contains("timing_load", ",3.42,2");
    }

    /** Trainings and tests of one busy machine: one sentence, which says what either is a multiple of. */
    @Test
    void aBusyMachineIsToldOnce() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>(BUSY);
        facts.putAll(Map.of("train_load", "3.40", "train_cores", "2"));
        new ReportWriter(Optional.of("no figures here")).write(study(facts, SLOWER, false), folder);
        String results = Files.readString(folder.resolve("report.md")).replaceFirst("(?s).*## Results", "");
        assertThat(results.substring(0, results.indexOf("\n| roi")))
                .containsOnlyOnce("The machine was busy")
                .contains("load 3.4 on 2 cores; so times are told as ratios without intervals"
                        + " (pool, training time = 1; pool, test time = 1), and even those may be wrong."
                        + " Timed in 3 fresh processes;");
        facts.put("train_load", "9.00");
        new ReportWriter(Optional.of("no figures here")).write(study(facts, SLOWER, false), folder);
        assertThat(Files.readString(folder.resolve("report.md")))
                .contains(
                        "load 9.0 on 2 cores; so times are told as ratios without intervals (pool, training time = 1)")
                .contains("load 3.4 on 2 cores; so times are told as ratios without intervals (pool, test time = 1)");
    }

    @Test
    void timesOfBeforeAreOfOneProcessAndTheirThreadsStandForCores() {
        StudyResults busy = study(BEFORE, SLOWER, true);
        assertThat(check(busy).seen()).isEqualTo("machine was busy: load 9.0 on 2 threads");
        StudyResults quiet = study(Map.of("timing_load", "1.90", "timing_protocol", "p"), SLOWER, true);
        assertThat(check(quiet).outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(check(quiet).seen()).startsWith("timed in one process");
        assertThat(RelativeTimes.of(quiet)).isSameAs(quiet);
        assertThat(TimeEvidence.of(quiet).remark(Measure.TOTAL)).startsWith("Times are of one process.");
    }

    @Test
    void aSessionThatFailedIsToldBesideTheTimesWithItsReason() throws IOException {
        String reason = "the process that times the arms ended with signal 11 (2026-11-21)";
        StudyResults untimed = study(Map.of(Origin.TIMING_FAILURE, reason), SLOWER, true);
        assertThat(check(untimed).outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(check(untimed).seen()).isEqualTo("the session that was to time the arms failed: " + reason);
        new ReportWriter(Optional.of("no figures here")).write(untimed, folder);
        String told = "The session that was to time the arms beside each other failed: " + reason
                + ". The times are those of each trial's own test. Times are of one process.";
        assertThat(Files.readString(folder.resolve("report.md")))
                .containsPattern("## Time an image\n\nMilliseconds an image by stage[^\n]*\\Q" + told + "\\E")
                .containsPattern("Mean ± sample standard deviation over seeds; [^\n]*\\Q" + told + "\\E");
        Map<String, String> earlier = new LinkedHashMap<>(QUIET);
        earlier.put(Origin.TIMING_FAILURE, reason);
        StudyResults timed = study(earlier, SLOWER, false);
        assertThat(TimeEvidence.of(timed).remark(Measure.TOTAL))
                .contains("The times are those of an earlier session. Timed in 3 fresh processes;");
        assertThat(check(timed).outcome()).isNotEqualTo(Outcome.UNDECIDED);
    }

    @Test
    void trialsThatWereNotTimedBesideTheOthersAreCounted() {
        StudyResults timed = study(QUIET, SLOWER, false);
        TrialResult first = timed.trials().getFirst();
        Map<String, String> facts = new LinkedHashMap<>(first.provenance());
        facts.keySet().removeAll(QUIET.keySet());
        List<TrialResult> trials = new ArrayList<>(timed.trials());
        trials.set(0, first.withTimes(first.trainSeconds(), first.stages(), facts));
        List<Arm> arms = List.of(new Arm(0, "all", List.of("all"), trials));
        assertThat(TimeEvidence.of(arms).obstacle(Measure.TOTAL))
                .contains("1 of 4 trials were not timed beside the others");
        assertThat(TimeEvidence.of(arms).remark(Measure.TOTAL))
                .contains("1 of 4 trials were not timed beside the others: their times are those of their own tests");
    }

    /** What is true of one trial of four is not said of the study. */
    @Test
    void remarksCountTheTrialsThatTheyAreTrueOf() {
        Map<String, String> facts = new LinkedHashMap<>(QUIET);
        facts.putAll(Map.of("train_load", "1.00", "train_cores", "2"));
        StudyResults timed = study(facts, SLOWER, false);
        assertThat(TimeEvidence.of(timed).remark(Measure.TOTAL))
                .isEqualTo("Timed in 3 fresh processes; mean and deviation of test times are those of the processes'"
                        + " medians.");
        assertThat(TimeEvidence.of(timed).remark(Measure.TRAINING)).isEmpty();
        TrialResult last = timed.trials().getLast();
        Map<String, String> untold = new LinkedHashMap<>(last.provenance());
        untold.keySet().removeAll(List.of("timing_load", "train_load"));
        List<TrialResult> trials = new ArrayList<>(timed.trials());
        trials.set(3, last.withTimes(last.trainSeconds(), Map.of("backbone", new StageTime(30, 33)), untold));
        List<Arm> arms = List.of(new Arm(0, "all", List.of("all"), trials));
        assertThat(TimeEvidence.of(arms).remark(Measure.TOTAL))
                .isEqualTo("Timed in 3 fresh processes; mean and deviation of test times are those of the processes'"
                        + " medians. The times of 1 of 4 trials are of one process."
                        + " Load of the machine while timing: not recorded for 1 of 4 trials.");
        assertThat(TimeEvidence.of(arms).remark(Measure.TRAINING))
                .isEqualTo("Load of the machine while training: not recorded for 1 of 4 trials.");
        assertThat(TimeEvidence.of(arms).obstacle(Measure.TOTAL))
                .contains("1 of 4 trials were timed in one process; another one may take 20 to 50 % longer");
    }

    @Test
    void trainingsGoByTheirOwnLoad() {
        String longer = "train_seconds(align) >= 50 s";
        assertThat(check(study(Map.of("train_load", "2.10", "train_cores", "2"), longer, true))
                        .outcome())
                .isNotEqualTo(Outcome.UNDECIDED);
        StudyResults busy = study(Map.of("train_load", "4.00", "train_cores", "2"), longer, true);
        assertThat(check(busy).seen()).isEqualTo("machine was busy: load 4.0 on 2 cores");
        // Seeds 1 and 2 train for 101 and 102 seconds.
        assertThat(RelativeTimes.of(busy).trials().getFirst().trainSeconds()).isCloseTo(101 / 101.5, within(1e-12));
        assertThat(check(study(BEFORE, longer, true)).seen())
                .isEqualTo("load while training was not recorded; load 9.0 on 2 threads right after it");
        assertThat(TimeEvidence.of(study(Map.of(), longer, true)).remark(Measure.TRAINING))
                .isEqualTo("Load of the machine while training: not recorded.");
    }

    @Test
    void proposalsThatNobodyMeasuredLeaveNoTotal() {
        StudyResults study = study(QUIET, SLOWER, false);
        TrialResult first = study.trials().getFirst();
        Map<String, StageTime> stages = new LinkedHashMap<>();
        stages.put(HarnessMeasures.PROPOSALS, StageTime.NOT_MEASURED);
        stages.putAll(first.stages());
        TrialResult without = first.withTimes(first.trainSeconds(), stages, first.provenance());
        assertThat(Measure.TOTAL.in(without)).isEmpty();
        assertThat(Measure.WITHOUT_PROPOSALS.in(without)).hasValue(20);
        List<Arm> arms = List.of(new Arm(0, "pool", List.of("pool"), List.of(without)));
        assertThat(TimeEvidence.of(arms).total()).isEqualTo(Measure.WITHOUT_PROPOSALS);
        assertThat(TimeEvidence.of(arms).remark(Measure.WITHOUT_PROPOSALS))
                .endsWith("Finding proposals: not measured in this session.");
    }
}
