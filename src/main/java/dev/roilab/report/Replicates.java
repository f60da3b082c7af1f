package dev.roilab.report;

import dev.roilab.experiment.ImageReplicates;
import dev.roilab.experiment.StudyResults;
import dev.roilab.experiment.TrialResult;
import dev.roilab.report.statistics.PercentileInterval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Intervals over test images, from the drawn test sets that trials keep. */
final class Replicates {
    private final Map<String, ImageReplicates> byTrial;

    /** Reads the sets of all finished trials. */
    Replicates(StudyResults results) {
        byTrial = results.trials().parallelStream()
                .filter(Arm::isFinished)
                .flatMap(
                        trial -> ImageReplicates.read(results.folder().resolve(trial.trial()))
                                .map(read -> Map.entry(trial.trial(), read))
                                .stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
    }

    /** Of one trial's metric, as {@code " [88.1, 91.0]"}; empty where the trial has kept none. */
    String interval(TrialResult trial, Measure measure) {
        return values(trial, measure)
                .flatMap(PercentileInterval::of)
                .map(interval -> " [" + measure.text(interval.low()) + ", " + measure.text(interval.high()) + "]")
                .orElse("");
    }

    /**
     * Of the mean over matches of second minus first, in the unit that is printed. The same images are drawn for both
     * sides and all seeds.
     */
    Optional<PercentileInterval> difference(List<Pairs.Match> matches, Measure measure) {
        double[] sums = new double[0];
        String images = "";
        for (Pairs.Match match : matches) {
            Optional<double[]> first = values(match.trials().getFirst(), measure);
            Optional<double[]> second = values(match.trials().getLast(), measure);
            if (first.isEmpty() || second.isEmpty()) {
                return Optional.empty();
            }
            if (images.isEmpty()) {
                images = images(match.trials().getFirst());
                sums = new double[first.get().length];
            }
            if (!match.trials().stream().map(this::images).allMatch(images::equals)
                    || first.get().length != sums.length
                    || second.get().length != sums.length) {
                return Optional.empty();
            }
            for (int draw = 0; draw < sums.length; draw++) {
                sums[draw] += measure.printed(second.get()[draw] - first.get()[draw]) / matches.size();
            }
        }
        return PercentileInterval.of(sums);
    }

    private Optional<double[]> values(TrialResult trial, Measure measure) {
        return of(trial).flatMap(replicates -> replicates.metric(measure.name()));
    }

    private String images(TrialResult trial) {
        return of(trial).map(ImageReplicates::images).orElse("none");
    }

    private Optional<ImageReplicates> of(TrialResult trial) {
        return Optional.ofNullable(byTrial.get(trial.trial()));
    }
}
