package dev.roilab.claim;

import dev.roilab.compress.CompressionSummary;
import dev.roilab.eval.DetectionMeasures;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.study.ReportSettings;
import dev.roilab.study.ReportSettings.TableSettings;
import dev.roilab.study.StudyBackground;
import dev.roilab.study.formula.Claim;
import dev.roilab.task.detection.FormerDetection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Hand-made results whose means and intervals can be computed on paper. */
public final class SmallStudy {
    public static final String ROI = "model.roi";

    private final List<TrialResult> trials = new ArrayList<>();
    private StudyBackground background = StudyBackground.NONE;
    private List<MeasureInfo> measures = Stream.concat(
                    DetectionMeasures.all().stream(), CompressionSummary.measures(List.of("fc6", "fc7")).stream())
            .toList();

    /** What is known of a number's name in these studies. */
    public static Measure measure(String name) {
        return Measure.of(new SmallStudy().finished("pool", 1, 0.5).results(), name);
    }

    /** Of the trials to come, beside what is measured of detectors. */
    public SmallStudy declaring(MeasureInfo measure) {
        measures = Stream.concat(measures.stream(), Stream.of(measure)).toList();
        return this;
    }

    public SmallStudy background(StudyBackground stated) {
        background = stated;
        return this;
    }

    public SmallStudy claiming(String... claims) {
        return background(new StudyBackground(
                Stream.of(claims)
                        .map(that -> new Claim(that, Optional.empty(), Optional.empty()))
                        .toList(),
                List.of(),
                Map.of()));
    }

    /** A finished trial; the other metrics follow from AP50. */
    public SmallStudy finished(String roi, long seed, double ap50) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("ap50", ap50);
        metrics.put("ap75", ap50 - 0.2);
        metrics.put("ap", ap50 - 0.25);
        metrics.put("voc07", ap50 - 0.01);
        metrics.put("voc_area", ap50 + 0.01);
        Map<String, StageTime> stages = new LinkedHashMap<>();
        stages.put("proposals", new StageTime(10, 12));
        stages.put("box decoding", new StageTime(0.5, 0.75));
        stages.put("unaccounted", new StageTime(0.25, 1));
        Map<String, Double> classes = new LinkedHashMap<>();
        classes.put("cat", ap50 + 0.05);
        classes.put("dog|wolf", ap50 - 0.05);
        return add(roi, seed, Status.OK, Optional.empty(), metrics, classes, stages);
    }

    /** A trial that was timed in several processes, whose medians these are, and not tested. */
    public SmallStudy timed(String roi, long seed, List<Double> medians) {
        double mean = medians.stream().mapToDouble(time -> time).average().orElseThrow();
        return add(
                roi,
                seed,
                Status.OK,
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of("box decoding", new StageTime(mean, 2 * mean, medians)));
    }

    /** A trial that was timed and not tested. */
    SmallStudy timed(String roi, long seed, double milliseconds) {
        Map<String, StageTime> stages = Map.of("box decoding", new StageTime(milliseconds, 2 * milliseconds));
        return add(roi, seed, Status.OK, Optional.empty(), Map.of(), Map.of(), stages);
    }

    /** A trial that was timed by stage and not tested. */
    public SmallStudy timed(String roi, long seed, Map<String, Double> milliseconds) {
        Map<String, StageTime> stages = new LinkedHashMap<>();
        milliseconds.forEach((stage, time) -> stages.put(stage, new StageTime(time, 2 * time)));
        return add(roi, seed, Status.OK, Optional.empty(), Map.of(), Map.of(), stages);
    }

    public SmallStudy diverged(String roi, long seed, String message) {
        return failed(roi, seed, Status.DIVERGED, message);
    }

    public SmallStudy failed(String roi, long seed, Status status, String message) {
        return add(roi, seed, status, Optional.of(message), Map.of(), Map.of(), Map.of());
    }

    /** A finished trial that has a metric beside the usual ones. */
    public SmallStudy finishedWith(String roi, long seed, double ap50, String metric, double value) {
        finished(roi, seed, ap50);
        trials.getLast().metrics().put(metric, value);
        return this;
    }

    /** The same trial in a study that varies one more path, to this value. */
    public static TrialResult varied(TrialResult trial, String path, String value) {
        Map<String, String> varied = new LinkedHashMap<>(trial.varied());
        varied.put(path, value);
        return new TrialResult(
                trial.study(),
                trial.trial() + "," + path.substring(path.lastIndexOf('.') + 1) + "=" + value,
                varied,
                trial.seed(),
                trial.status(),
                trial.failure(),
                trial.measures(),
                trial.metrics(),
                trial.byClass(),
                trial.trainSeconds(),
                trial.stages(),
                trial.losses(),
                trial.curves(),
                trial.gallery(),
                trial.provenance());
    }

    public StudyResults results() {
        ReportSettings report = new ReportSettings(
                List.of(new TableSettings(ROI, Optional.empty(), List.of("ap75", "box_decoding_ms"))), List.of());
        return new StudyResults(
                "roi-layer",
                "Does RoIAlign help | or not?",
                List.of(ROI),
                List.of("cat", "dog|wolf"),
                report,
                background,
                Path.of("no-such-folder"),
                "./roilab run experiments/ablation/roi-layer.yaml",
                List.copyOf(trials));
    }

    /** Gives the last trial a fact of its provenance. */
    public SmallStudy withFact(String name, String value) {
        TrialResult last = trials.removeLast();
        Map<String, String> provenance = new LinkedHashMap<>(last.provenance());
        provenance.put(name, value);
        trials.add(last.withProvenance(provenance));
        return this;
    }

    /** Makes the last trial one of an earlier version of the study. */
    SmallStudy earlier() {
        return withFact("earlier_version", "1234567 (2026-01-01)");
    }

    private SmallStudy add(
            String roi,
            long seed,
            Status status,
            Optional<String> failure,
            Map<String, Double> metrics,
            Map<String, Double> classes,
            Map<String, StageTime> stages) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("cpu", "Example CPU");
        provenance.put("threads", "2");
        provenance.put("start", "2026-01-01T10:00:0" + seed + "Z");
        trials.add(new TrialResult(
                "roi-layer",
                "roi=" + roi + ",seed=" + seed,
                Map.of(ROI, roi),
                seed,
                status,
                failure,
                measures,
                metrics,
                FormerDetection.byClass(classes),
                failure.isPresent() ? Double.NaN : 100 + seed,
                stages,
                List.of(),
                List.of(),
                List.of(),
                provenance));
        return this;
    }
}
