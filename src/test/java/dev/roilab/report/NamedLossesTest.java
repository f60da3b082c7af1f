package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.autograd.Parameter;
import dev.roilab.claim.Arm;
import dev.roilab.eval.DetectionMeasures;
import dev.roilab.nn.Losses;
import dev.roilab.nn.Schedule;
import dev.roilab.report.plot.LossCurvePlot;
import dev.roilab.report.plot.LossTerm;
import dev.roilab.report.plot.PanelGrid;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.LossPoint;
import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialInputs;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.TestEngine;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

/** A system whose loss has three terms that nothing in the program knows, from its training to its report. */
class NamedLossesTest {
    private static final String STUDY = """
            study: terms
            question: Which rate?
            extends: base.yaml
            train: {steps: 300}
            vary: {train.rate: {sane: 0.5, absurd: 2}}
            seeds: [1]
            report:
              tables: [{rows: train.rate, values: [ap50]}]
              plots: [{type: loss-curve}]
            """;

    private static final int BAD_STEP = 4;

    @TempDir
    private Path folder = Path.of("");

    private StudyPlan plan = StudyPlan.of(Path.of("experiments/quickstart.yaml"), List.of());

    @BeforeEach
    void readTheStudy() {
        plan = StudyPlan.of(StudyText.write(folder, STUDY), List.of());
    }

    /** Three terms by the step; one of them is infinite at a step where the rate is above 1. */
    private static final class ThreeTerms implements TrialExecutor {
        private final List<String> told = new ArrayList<>();

        @Override
        public TrialInputs inputs(TrialSettings settings) {
            return new TrialInputs(List.of("disc"), Map.of(), List.of());
        }

        private static Losses losses(int batch, double rate) {
            SequencedMap<String, Double> terms = new LinkedHashMap<>();
            terms.put("objectness", 1 / (batch + 1.0));
            terms.put("mask", rate > 1 && batch + 1 == BAD_STEP ? Double.POSITIVE_INFINITY : 0.5);
            terms.put("key_points", 3.0 + batch);
            return new Losses(terms);
        }

        @Override
        public TrialResult execute(Trial trial, TrialRun run, Progress progress) throws InterruptedException {
            try (Engine engine = TestEngine.create(1)) {
                var weight = new Parameter("w", engine.zeros(Shape.of(1)), 1, 1);
                var recipe = new TrainingLoop.Recipe(
                        trial.settings().train().steps(),
                        trial.settings().train().rate(),
                        new Schedule.Constant(0));
                TrainingCourse course = new TrainingLoop<Integer>(
                                engine,
                                recipe,
                                List.of(weight),
                                List.of(),
                                (batch, _, rate) -> Optional.of(losses(batch, rate)),
                                batch -> List.of("picture-" + batch))
                        .run(
                                batch -> batch,
                                (step, steps, losses) -> {
                                    told.add(losses.text());
                                    progress.stepped(step, steps, "train " + losses.text());
                                },
                                Checkpoints.in(run.folder(), run.key(), run.checkpointInterval()));
                return result(trial, course);
            }
        }

        private static TrialResult result(Trial trial, TrainingCourse course) {
            return new TrialResult(
                    trial.study(),
                    trial.name(),
                    trial.varied(),
                    trial.seed(),
                    Status.OK,
                    Optional.empty(),
                    DetectionMeasures.all(),
                    Map.of("ap50", 0.5),
                    List.of(),
                    1,
                    Map.of(),
                    course.curve().points().stream().map(LossPoint::of).toList(),
                    List.of(),
                    List.of(),
                    Map.of());
        }
    }

    private Path run(String results, ThreeTerms system, SilentListener listener, StopSignal stop) {
        RunOptions options = RunOptions.in(folder.resolve(results)).withCheckpointInterval(Duration.ofDays(1));
        new StudyRunner(system, listener, options, stop).run(plan);
        return folder.resolve(results).resolve("terms");
    }

    private Path run(String results, ThreeTerms system) {
        return run(results, system, new SilentListener(), new StopSignal());
    }

    @Test
    void eachTermHasItsColumnItsChartAndItsPlaceInMessages() throws IOException {
        var system = new ThreeTerms();
        Path results = run("results", system);

        assertThat(system.told.getFirst()).isEqualTo("loss 4.500: objectness 1.000, mask 0.500, key_points 3.000");
        List<String> lines = Files.readAllLines(results.resolve("rate=sane,seed=1/losses.csv"));
        assertThat(lines).hasSize(101).startsWith("step,objectness,mask,key_points,rate");
        double first = 0.0 + 1 + 1 / 2.0 + 1 / 3.0;
        assertThat(lines.get(1)).isEqualTo("3," + first / 3 + ",0.5,4.0,0.5");

        List<TrialResult> trials = ResultsFolder.read(results).trials();
        assertThat(trials).extracting(TrialResult::status).containsExactly(Status.OK, Status.DIVERGED);
        assertThat(trials.getFirst().losses().getFirst().losses().terms().sequencedKeySet())
                .containsExactly("objectness", "mask", "key_points");
        assertThat(trials.getLast().failure())
                .contains("loss not finite at step 4: objectness 0.25, mask Infinity, key_points 6.0, at learning rate"
                        + " 2.0; images picture-3; a smaller train.rate or a longer warm-up may help");

        List<Arm> arms = Arm.of(ResultsFolder.read(results));
        PanelGrid grid = LossCurvePlot.grid(arms, arms.subList(0, 1));
        assertThat(grid.rows().stream().flatMap(List::stream))
                .extracting(XYChart::getYAxisTitle)
                .containsExactly("objectness loss (no unit)", "mask loss (no unit)", "key points loss (no unit)");
        assertThat(new LossTerm("objectness").points(trials.getFirst()))
                .hasSize(100)
                .containsEntry(3, first / 3);
        new ReportWriter().write(ResultsFolder.read(results), folder.resolve("report"));
        assertThat(folder.resolve("report/loss-curve.png")).isNotEmptyFile();
    }

    @Test
    void aTrainingThatWasStoppedKeepsTheCurvesOfAllTerms() throws IOException {
        Path uninterrupted = run("uninterrupted", new ThreeTerms());
        var stop = new StopSignal();
        Path stopped = run(
                "stopped",
                new ThreeTerms(),
                new SilentListener() {
                    @Override
                    public void stepped(int step, int steps, String text) {
                        if (step == 200) {
                            stop.request();
                        }
                    }
                },
                stop);
        assertThat(stopped.resolve("rate=sane,seed=1/attempt/checkpoint.safetensors"))
                .exists();

        var system = new ThreeTerms();
        run("stopped", system);
        assertThat(system.told.getFirst()).startsWith("loss 203.505");
        String losses = "rate=sane,seed=1/losses.csv";
        assertThat(stopped.resolve(losses)).hasSameTextualContentAs(uninterrupted.resolve(losses));
    }
}
