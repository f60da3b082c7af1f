package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.StudyResults;
import dev.roilab.study.PublishedTable;
import dev.roilab.study.PublishedTable.Column;
import dev.roilab.study.PublishedTable.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Published times beside those of a study of times alone. Hardware of another decade makes other milliseconds; how many
 * times as long one arm takes as another is what can be compared.
 */
public final class PublishedTimes {
    private final StudyResults results;
    private final List<Arm> arms;
    private final PublishedNumbers numbers;

    /** Of the arms of some results, on hardware in words. */
    public PublishedTimes(StudyResults results, List<Arm> arms, String hardware) {
        this.results = results;
        this.arms = arms;
        this.numbers = new PublishedNumbers(results, arms, hardware);
    }

    /** One time of a paper and the arm that has the like; milliseconds. */
    private record Pair(Column column, Arm arm, double theirs, double ours) {}

    /** Empty if the study compares with no published time. */
    public List<Block> section() {
        var evidence = TimeEvidence.of(results);
        List<Block> blocks = new ArrayList<>();
        for (PublishedTable published : results.background().published()) {
            TableBuilder table = new TableBuilder("published-times-" + (blocks.size() + 1))
                    .text("what")
                    .text("arm")
                    .number("theirs, ms")
                    .number(evidence.isRelative(Measure.TOTAL) ? "ours, relative" : "ours, ms")
                    .number("theirs, times the fastest")
                    .number("ours, times the same");
            for (Column column : published.columns()) {
                rows(pairs(published, column)).forEach(table::words);
            }
            if (!table.isEmpty()) {
                blocks.add(table.build(caption(published)));
            }
        }
        if (!blocks.isEmpty()) {
            blocks.addFirst(new Block.Heading(2, "Published times"));
        }
        return blocks;
    }

    private static Text caption(PublishedTable published) {
        return Text.of(PublishedNumbers.reference(published) + " (" + published.source() + "): theirs on "
                + published.hardware()
                + ", milliseconds an image. Ours: sum of the medians of the stages. Compare the last two columns: every"
                + " time divided by that of the arm that is fastest in the paper.");
    }

    private List<Pair> pairs(PublishedTable published, Column column) {
        List<Pair> pairs = new ArrayList<>();
        if (column.measure().isEmpty()) {
            return pairs;
        }
        Measure measure = Measure.of(results, column.measure().get());
        if (!measure.isTestTime()) {
            return pairs;
        }
        for (Row row : published.rows()) {
            Double value = row.values().get(column.key());
            for (Arm arm : arms) {
                if (value != null && numbers.matches(row, arm)) {
                    double theirs =
                            PublishedNumbers.comparable(value, column, measure).orElse(Double.NaN);
                    pairs.add(new Pair(column, arm, theirs, arm.mean(measure)));
                }
            }
        }
        return pairs;
    }

    private static List<List<String>> rows(List<Pair> pairs) {
        List<List<String>> rows = new ArrayList<>();
        pairs.stream().min(Comparator.comparingDouble(Pair::theirs)).ifPresent(fastest -> {
            for (Pair pair : pairs) {
                rows.add(List.of(
                        pair.column().heading(),
                        pair.arm().label(),
                        Numbers.fixed(pair.theirs(), 0),
                        Measure.TOTAL.text(pair.ours()),
                        Numbers.fixed(pair.theirs() / fastest.theirs(), 2),
                        Numbers.fixed(pair.ours() / fastest.ours(), 2)));
            }
        });
        return rows;
    }
}
