package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Failures;
import dev.roilab.claim.Headline;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.Replicates;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.measure.Prominence;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every trial on its own, so that nobody has to trust a mean. */
public final class RunTable {
    private RunTable() {}

    /** Every single trial with its numbers; empty without any. */
    public static List<Block> section(StudyResults results, List<Arm> arms, Replicates replicates) {
        Set<String> names = new LinkedHashSet<>();
        Set<Measure> measures = new LinkedHashSet<>();
        for (TrialResult trial : results.trials()) {
            names.addAll(trial.metrics().keySet());
        }
        names.forEach(name -> measures.add(Measure.of(results, name)));
        measures.removeIf(measure -> !measure.isAtLeast(Prominence.DETAIL));
        String units = measures.stream().allMatch(Measure::isShare)
                ? "Metrics in percent"
                : (measures.stream().anyMatch(Measure::isShare) ? "Shares in percent, other metrics" : "Metrics")
                        + " in the unit that their heading names";
        measures.add(Measure.TRAINING);
        var evidence = TimeEvidence.of(results);
        Measure total = evidence.total();
        measures.add(total);
        TableBuilder table =
                new TableBuilder("single-runs").text("arm").number("seed").text("status");
        measures.forEach(measure -> table.number(evidence.heading(measure)));
        boolean drawn = false;
        boolean own = results.trials().stream()
                .anyMatch(trial -> !evidence.mark(List.of(trial), total).isEmpty());
        for (Arm arm : arms) {
            for (TrialResult trial : arm.trials()) {
                List<String> row = new ArrayList<>();
                row.add(arm.label());
                row.add(Long.toString(trial.seed()));
                row.add(
                        Failures.inPlaceOfNumber(List.of(trial)).isEmpty()
                                ? Failures.word(trial.status())
                                : Failures.inPlaceOfNumber(List.of(trial)));
                for (Measure measure : measures) {
                    String interval = replicates.interval(trial, measure);
                    drawn |= !interval.isEmpty();
                    row.add(
                            Arm.isFinished(trial)
                                    ? text(measure, trial) + interval + evidence.mark(List.of(trial), measure)
                                    : Numbers.NONE);
                }
                table.words(row);
            }
        }
        Text caption = caption(results, units, drawn, own);
        return List.of(new Block.Heading(2, "Single runs"), table.build(caption));
    }

    private static Text caption(StudyResults results, String units, boolean drawn, boolean own) {
        return Text.of(units + "; conventions as in the table of results. "
                        + (drawn
                                ? "In brackets: 95 % bootstrap interval over the test images, the training being what "
                                        + "it is; reflected at the number itself (basic interval), since "
                                        + Headline.declared(results).heading()
                                        + " of a set of images drawn with repetition is too high. "
                                : "")
                        + (own
                                ? "Own tests: timed by the test that followed the training, not beside the others, and "
                                        + "not comparable with them. "
                                : "")
                        + "The same numbers in full precision: ")
                .plus(Text.link("trials.csv", "trials.csv"))
                .plus(".");
    }

    private static String text(Measure measure, TrialResult trial) {
        return measure.text(measure.in(trial).orElse(Double.NaN));
    }
}
