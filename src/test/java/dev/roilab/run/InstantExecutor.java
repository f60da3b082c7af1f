package dev.roilab.run;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSettings;
import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.GalleryImage;
import dev.roilab.result.TrialResult.LossPoint;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.run.executor.Estimate;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialInputs;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialMeasures;
import dev.roilab.study.TrialSettings;
import dev.roilab.task.Curve;
import dev.roilab.task.detection.DetectionMarks;
import dev.roilab.task.detection.DetectionTask;
import dev.roilab.task.detection.PrecisionRecall;
import dev.roilab.testing.TwoLosses;
import dev.roilab.train.DivergedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes a result from the settings alone, at once. A rate above 1 diverges, above 10 is a bug, above 100 runs out of
 * memory; pictures 111 pixels wide are bad data.
 */
public final class InstantExecutor implements TrialExecutor {
    /** Names of the trials that were executed, in order. */
    public final List<String> executed = new ArrayList<>();

    /** What an estimate ends in. */
    public Optional<RuntimeException> faultOfEstimate = Optional.empty();

    @Override
    public Optional<Estimate> estimate(Trial trial) {
        faultOfEstimate.ifPresent(fault -> {
            throw fault;
        });
        return Optional.empty();
    }

    @Override
    public TrialInputs inputs(TrialSettings settings) {
        if (settings.data() instanceof DataSettings.Shapes shapes && shapes.width() == 111) {
            throw new DataException(List.of("shapes: width 111 is too narrow", "shapes: nothing to see"));
        }
        return new TrialInputs(
                List.of("disc", "bar"),
                Map.of("data", "inputs-" + settings.data().hashCode()),
                List.of());
    }

    @Override
    public TrialResult execute(Trial trial, TrialRun run, Progress progress) throws InterruptedException {
        Path folder = run.folder();
        executed.add(trial.name());
        double rate = trial.settings().train().rate();
        if (rate > 100) {
            throw new IllegalStateException("worker failed", new OutOfMemoryError("no native memory"));
        }
        if (rate > 10) {
            throw new IllegalStateException("a bug");
        }
        if (rate > 1) {
            progress.learned(List.of(new LossPoint(2, TwoLosses.of(8, 0.5), rate)));
            throw new DivergedException(3, TwoLosses.of(Double.NaN, 0.5), rate, List.of("000001"));
        }
        progress.stepped(1, 1, "train loss 0.5");
        try {
            Files.createDirectories(folder.resolve("gallery"));
            Files.writeString(folder.resolve("gallery/00.png"), "no real picture");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var box = new Box(1, 2, 3.5, 4);
        return new TrialResult(
                trial.study(),
                trial.name(),
                trial.varied(),
                trial.seed(),
                Status.OK,
                Optional.empty(),
                TrialMeasures.ofResult(trial.settings()),
                Map.of("ap50", 1 / (trial.seed() + rate)),
                List.of(DetectionTask.classAp(Map.of("disc", 0.25, "bar", Double.NaN))),
                1.5,
                Map.of("roi", new StageTime(0.1, 0.2)),
                List.of(new LossPoint(1, TwoLosses.of(0.1, 1e-17), rate)),
                List.of(new Curve(
                        PrecisionRecall.info(0.5),
                        new Curve.Line(List.of(0.0, 1.0), List.of(1.0, 1 / 3.0)),
                        List.of())),
                List.of(new GalleryImage(
                        "000001",
                        "gallery/00.png",
                        0.5,
                        DetectionMarks.of(List.of(new TrueObject(0, box, true)), List.of(new Detection(1, 0.9, box))))),
                Map.of("device_name", "none"));
    }
}
