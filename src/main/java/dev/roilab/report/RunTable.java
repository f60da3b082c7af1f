package dev.roilab.report;

import dev.roilab.experiment.StudyResults;
import dev.roilab.experiment.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every trial on its own, so that nobody has to trust a mean. */
final class RunTable {
    private RunTable() {}

    static String section(StudyResults results, List<Arm> arms) {
        Set<Measure> measures = new LinkedHashSet<>();
        for (TrialResult trial : results.trials()) {
            trial.metrics().keySet().forEach(name -> measures.add(Measure.of(name)));
        }
        measures.removeIf(measure -> !measure.isAccuracy());
        measures.add(Measure.TRAINING);
        measures.add(Measure.TOTAL);
        MarkdownTable table = new MarkdownTable().text("arm").number("seed").text("status");
        measures.forEach(measure -> table.number(measure.heading()));
        for (Arm arm : arms) {
            for (TrialResult trial : arm.trials()) {
                List<String> row = new ArrayList<>();
                row.add(Markdown.escape(arm.label()));
                row.add(Long.toString(trial.seed()));
                row.add(Failures.word(trial.status()));
                for (Measure measure : measures) {
                    row.add(Arm.isFinished(trial) ? Numbers.fixed(printed(measure, trial), 1) : Numbers.NONE);
                }
                table.row(row);
            }
        }
        return "## Single runs\n\nMetrics in percent; conventions as in the table of results. "
                + "The same numbers in full precision: [trials.csv](trials.csv).\n\n" + table.markdown() + "\n";
    }

    private static double printed(Measure measure, TrialResult trial) {
        return measure.printed(measure.in(trial).orElse(Double.NaN));
    }
}
