package dev.roilab.run;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Measures;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialInputs;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A toy of a task that the program does not know: it measures how far off a length is, in metres, and how many of its
 * marks were read. The error is ten times the learning rate, and by seed some percent more.
 */
final class RulerExecutor implements TrialExecutor {
    static final MeasureInfo ERROR = new MeasureInfo(
            "error", "error", new MeasureUnit("m"), Better.LOWER, "Error: mean distance from the true length.");
    static final MeasureInfo MARKS = new MeasureInfo(
            "marks", "marks read", MeasureUnit.COUNT, Better.NEITHER, "Marks read: those of the last ruler.");

    private final List<MeasureInfo> declared;

    RulerExecutor(List<MeasureInfo> declared) {
        this.declared = declared;
    }

    /** What its studies may ask for. */
    static Measures measures(TrialSettings settings) {
        return Measures.ofTask("ruler", List.of(ERROR, MARKS))
                .and(HarnessMeasures.ofEveryTrial())
                .and(HarnessMeasures.ofStages(settings.engine().equals("cpu") ? List.of("reading") : List.of()));
    }

    @Override
    public TrialInputs inputs(TrialSettings settings) {
        return new TrialInputs(List.of("ruler"), Map.of("data", "lengths"), List.of());
    }

    @Override
    public TrialResult execute(Trial trial, TrialRun run, Progress progress) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("error", 10 * trial.settings().train().rate() * (1 + 0.01 * trial.seed() * trial.seed()));
        metrics.put("marks", 12.0);
        return new TrialResult(
                trial.study(),
                trial.name(),
                trial.varied(),
                trial.seed(),
                Status.OK,
                Optional.empty(),
                declared,
                metrics,
                List.of(),
                1.5,
                Map.of("reading", new TrialResult.StageTime(0.1, 0.2)),
                List.of(),
                List.of(),
                List.of(),
                Map.of());
    }
}
