package dev.roilab.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.nn.Losses;
import dev.roilab.statistics.Quantile;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.task.ByClass;
import dev.roilab.task.Curve;
import dev.roilab.task.GalleryMarks;
import dev.roilab.train.TrainingCurve;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Everything that a finished trial leaves behind for reports.
 *
 * @param varied label of this trial's arm by varied path, in the study's order
 * @param failure what went wrong and where, unless the status is ok
 * @param measures what task and system declare of the metrics; of a trial that failed it may be empty
 * @param metrics by the names of their measures
 * @param byClass measures of single classes
 * @param trainSeconds wall clock of the training loop
 * @param stages milliseconds an image at test time by stage, in order of execution; the last is {@code unaccounted}; a
 *     stage that was not measured is {@link StageTime#NOT_MEASURED}
 * @param losses along the training
 * @param curves those that the task declares
 * @param gallery some test images
 * @param provenance commit, versions, machine, dates, by name
 */
public record TrialResult(
        String study,
        String trial,
        Map<String, String> varied,
        long seed,
        Status status,
        Optional<String> failure,
        List<MeasureInfo> measures,
        Map<String, Double> metrics,
        List<ByClass> byClass,
        double trainSeconds,
        Map<String, StageTime> stages,
        List<LossPoint> losses,
        List<Curve> curves,
        List<GalleryImage> gallery,
        Map<String, String> provenance) {
    /** What a training leaves, whatever the task. */
    public static final String WEIGHTS = "weights";

    /** Behind the name of an output in the name of its fact. */
    private static final String DIGEST = "_sha256";

    /** Provenance of a trial whose inputs were read with warnings: the warnings, a line each. */
    public static final String INPUT_WARNINGS = "input_warnings";

    /** Fact: what decides the bits of the trial's training by gradient descent; trials with equal ones share it. */
    public static final String TRAINING_KEY = "training_key";

    /** Provenance of a training that passed over steps whose pictures had no regions: how many. */
    public static final String STEPS_WITHOUT_REGIONS = "steps_without_regions";

    /** Provenance of a test with pictures that had no regions, in which nothing can be found: how many of how many. */
    public static final String TESTED_WITHOUT_REGIONS = "test_pictures_without_regions";

    /** Provenance of a pretraining that left out pictures without an object: how many. */
    public static final String PICTURES_WITHOUT_OBJECT = "pretraining_pictures_without_object";

    /** Provenance of a result that rests on proposals. */
    public static final String PROPOSALS_FACT = "proposals";

    /** What may be told of the stages of the test: it takes its proposals from a cache, and does not time them. */
    public Map<String, StageTime> toldStages() {
        Map<String, StageTime> told = new LinkedHashMap<>();
        if (provenance.containsKey(PROPOSALS_FACT) || stages.containsKey(HarnessMeasures.PROPOSALS)) {
            told.put(HarnessMeasures.PROPOSALS, StageTime.NOT_MEASURED);
        }
        stages.forEach(told::putIfAbsent);
        return told;
    }

    /** The same result with other provenance. */
    public TrialResult withProvenance(Map<String, String> facts) {
        return new TrialResult(
                study,
                trial,
                varied,
                seed,
                status,
                failure,
                measures,
                metrics,
                byClass,
                trainSeconds,
                stages,
                losses,
                curves,
                gallery,
                facts);
    }

    /** The same result with what is declared of its metrics. */
    TrialResult withMeasures(List<MeasureInfo> declared) {
        return new TrialResult(
                study,
                trial,
                varied,
                seed,
                status,
                failure,
                declared,
                metrics,
                byClass,
                trainSeconds,
                stages,
                losses,
                curves,
                gallery,
                provenance);
    }

    /** The same result with other times. */
    public TrialResult withTimes(
            double otherTrainSeconds, Map<String, StageTime> otherStages, Map<String, String> facts) {
        return new TrialResult(
                study,
                trial,
                varied,
                seed,
                status,
                failure,
                measures,
                metrics,
                byClass,
                otherTrainSeconds,
                otherStages,
                losses,
                curves,
                gallery,
                facts);
    }

    /** The same result with what is kept beside it. */
    public TrialResult withDetails(
            Map<String, StageTime> times,
            List<LossPoint> lossPoints,
            List<Curve> drawnCurves,
            List<GalleryImage> images) {
        return new TrialResult(
                study,
                trial,
                varied,
                seed,
                status,
                failure,
                measures,
                metrics,
                byClass,
                trainSeconds,
                times,
                lossPoints,
                drawnCurves,
                images,
                provenance);
    }

    /**
     * Milliseconds an image. Where several processes measured it, means over them.
     *
     * @param processes the median of each process; empty where the time is of one process alone
     */
    public record StageTime(
            double median,
            double p95,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> processes) {
        /** A stage that there is and whose time nobody measured here; its numbers are not numbers. */
        public static final StageTime NOT_MEASURED = new StageTime(Double.NaN, Double.NaN);

        @SuppressWarnings("ConstantValue") // files of before have no such list
        public StageTime {
            processes = processes == null ? List.of() : List.copyOf(processes);
        }

        /** Of one process. */
        public StageTime(double median, double p95) {
            this(median, p95, List.of());
        }

        /** Of the laps of one process. */
        static StageTime of(List<Double> laps) {
            return new StageTime(Quantile.of(laps, 0.5), Quantile.of(laps, 0.95));
        }

        /** Of several processes. */
        static StageTime over(List<StageTime> processes) {
            return new StageTime(
                    processes.stream().mapToDouble(StageTime::median).average().orElse(Double.NaN),
                    processes.stream().mapToDouble(StageTime::p95).average().orElse(Double.NaN),
                    processes.stream().map(StageTime::median).toList());
        }

        public boolean wasMeasured() {
            return !Double.isNaN(median);
        }
    }

    /**
     * Means over the steps since the previous point.
     *
     * @param rate learning rate of the last of them
     */
    public record LossPoint(int step, Losses losses, double rate) {
        /** As a training gives it. */
        public static LossPoint of(TrainingCurve.Point point) {
            return new LossPoint(point.step(), point.losses(), point.rate());
        }
    }

    /**
     * One test image with what was there and what was found.
     *
     * @param file PNG in the trial's folder
     * @param scale pixels of the PNG per pixel of the image that the marks refer to
     */
    public record GalleryImage(String id, String file, double scale, GalleryMarks marks) {}

    /** The name of the fact that hashes an output: {@code weights_sha256}, {@code detections_sha256}. */
    public static String digestFact(String output) {
        return output + DIGEST;
    }

    /** The outputs that facts of these names hash: weights, always and first, and what the trial's task finds. */
    public static List<String> outputs(Collection<String> facts) {
        return Stream.concat(
                        Stream.of(WEIGHTS),
                        facts.stream()
                                .filter(name -> name.endsWith(DIGEST))
                                .map(name -> name.substring(0, name.length() - DIGEST.length()))
                                .filter(name -> !name.equals(WEIGHTS))
                                .sorted())
                .toList();
    }

    /** Digests by output; empty unless weights and something found have one. */
    public SequencedMap<String, String> outputDigests() {
        SequencedMap<String, String> digests = new LinkedHashMap<>();
        for (String output : outputs(provenance.keySet())) {
            String digest = provenance.get(digestFact(output));
            if (digest == null) {
                return new LinkedHashMap<>();
            }
            digests.put(output, digest);
        }
        return digests.size() > 1 ? digests : new LinkedHashMap<>();
    }
}
