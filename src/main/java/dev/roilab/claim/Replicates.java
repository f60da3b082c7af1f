package dev.roilab.claim;

import dev.roilab.result.ImageReplicates;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TruthFile;
import dev.roilab.statistics.BasicInterval;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Intervals over test images, from the drawn test sets that trials keep. */
public final class Replicates {
    private final Map<String, ImageReplicates> byTrial;

    /** Reads the sets of all finished trials. */
    public Replicates(StudyResults results) {
        byTrial = results.trials().parallelStream()
                .filter(Arm::isFinished)
                .flatMap(
                        trial -> ImageReplicates.read(results.folder().resolve(trial.trial()))
                                .map(read -> Map.entry(trial.trial(), read))
                                .stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
    }

    /** Of one trial's metric, as {@code " [88.1, 91.0]"}; empty where the trial has kept none. */
    public String interval(TrialResult trial, Measure measure) {
        return values(trial, measure)
                .flatMap(drawn -> BasicInterval.of(drawn, measure.in(trial).orElse(Double.NaN)))
                .map(interval -> interval.within(0, 1))
                .map(interval -> " [" + measure.text(interval.low()) + ", " + measure.text(interval.high()) + "]")
                .orElse("");
    }

    /**
     * Of the mean over matches of second minus first, in the unit that is printed. The same images are drawn for both
     * sides and all seeds. A training that diverged finds nothing on any images: it has the worst value on all.
     */
    public Optional<BasicInterval> difference(List<Pairs.Match> matches, Measure measure) {
        Set<String> images = new HashSet<>();
        double[] sums = new double[0];
        double estimate = 0;
        double same = 0;
        for (Pairs.Match match : matches) {
            for (int side = 0; side < 2; side++) {
                TrialResult trial =
                        side == 0 ? match.trials().getFirst() : match.trials().getLast();
                double factor = (side == 0 ? -1.0 : 1.0) / matches.size();
                if (trial.status() == Status.DIVERGED) {
                    same += factor * measure.printed(measure.worst().orElse(Double.NaN));
                    continue;
                }
                Optional<double[]> drawn = values(trial, measure);
                images.add(images(trial));
                if (drawn.isEmpty() || images.size() > 1 || (sums.length > 0 && drawn.get().length != sums.length)) {
                    return Optional.empty();
                }
                sums = sums.length == 0 ? new double[drawn.get().length] : sums;
                for (int draw = 0; draw < sums.length; draw++) {
                    sums[draw] += factor * measure.printed(drawn.get()[draw]);
                }
                estimate += factor * measure.printed(measure.in(trial).orElse(Double.NaN));
            }
        }
        for (int draw = 0; draw < sums.length; draw++) {
            sums[draw] += same;
        }
        return BasicInterval.of(sums, estimate + same);
    }

    private Optional<double[]> values(TrialResult trial, Measure measure) {
        return of(trial).flatMap(replicates -> replicates.metric(measure.name()));
    }

    /** Pictures of different sets may have the same names: what is true of them tells. */
    private String images(TrialResult trial) {
        String truth = trial.provenance().getOrDefault(TruthFile.FACT, "");
        return of(trial).map(replicates -> replicates.images() + truth).orElse("none");
    }

    private Optional<ImageReplicates> of(TrialResult trial) {
        return Optional.ofNullable(byTrial.get(trial.trial()));
    }
}
