package dev.roilab.claim;

import dev.roilab.result.ImageReplicates;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TruthFile;
import dev.roilab.statistics.BasicInterval;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
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
     *
     * <p>A reflected interval may reach beyond what can be, unlike one of quantiles, which preserves the range (Efron
     * and Tibshirani, An Introduction to the Bootstrap, 1993, section 13.7). It is cut to the differences that are
     * possible: a share is 0 to 100 percent, and a training with one value on all draws has that value. To cut it to
     * the drawn values instead would take back the correction for their bias.
     */
    public Optional<BasicInterval> difference(List<Pairs.Match> matches, Measure measure) {
        Set<String> images = new HashSet<>();
        double[] sums = new double[0];
        double estimate = 0;
        double same = 0;
        double least = 0;
        double largest = 0;
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
                BasicInterval possible = possible(drawn.get(), measure);
                least += factor * (factor > 0 ? possible.low() : possible.high());
                largest += factor * (factor > 0 ? possible.high() : possible.low());
            }
        }
        for (int draw = 0; draw < sums.length; draw++) {
            sums[draw] += same;
        }
        double low = least + same;
        double high = largest + same;
        return BasicInterval.of(sums, estimate + same).map(interval -> interval.within(low, high));
    }

    /** Between which values a training's number may lie, in the unit that is printed: one where all draws agree. */
    private static BasicInterval possible(double[] drawn, Measure measure) {
        DoubleSummaryStatistics values =
                Arrays.stream(drawn).filter(Double::isFinite).summaryStatistics();
        if (values.getCount() > 0 && values.getMin() == values.getMax()) {
            double only = measure.printed(values.getMin());
            return new BasicInterval(only, only);
        }
        return measure.isShare()
                ? new BasicInterval(measure.printed(0), measure.printed(1))
                : new BasicInterval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
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
