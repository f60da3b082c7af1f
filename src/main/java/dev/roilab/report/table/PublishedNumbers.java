package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.Pairs;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.claim.TimedTrials;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.StudyResults;
import dev.roilab.statistics.MeanEstimate;
import dev.roilab.study.PublishedTable;
import dev.roilab.study.PublishedTable.Column;
import dev.roilab.study.PublishedTable.Contradiction;
import dev.roilab.study.PublishedTable.Mark;
import dev.roilab.study.PublishedTable.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Published numbers beside ours: theirs, ours, the difference, and why they may differ. */
public final class PublishedNumbers {
    private final StudyResults results;
    private final List<Arm> arms;
    private final OurProtocol ours;

    /** Of the arms of some results, on hardware in words. */
    public PublishedNumbers(StudyResults results, List<Arm> arms, String hardware) {
        this.results = results;
        this.arms = arms;
        ours = new OurProtocol(results.background(), arms, hardware);
    }

    /** A row of the paper and an arm of ours that it corresponds to. */
    private record Match(Row row, Arm arm) {}

    /** Empty if the study compares with nothing. */
    public List<Block> section() {
        List<PublishedTable> tables = results.background().published();
        if (tables.isEmpty()) {
            return List.of();
        }
        List<Block> blocks = new ArrayList<>(List.of(new Block.Heading(2, "Published numbers")));
        int number = 0;
        for (PublishedTable table : tables) {
            number++;
            blocks.add(new Block.Heading(3, reference(table)));
            blocks.add(values(table, number));
            blocks.addAll(effects(table, number));
            blocks.add(reasons(table, number));
            remarks(table).forEach(blocks::add);
        }
        return blocks;
    }

    private Block values(PublishedTable published, int number) {
        TableBuilder table = new TableBuilder("published-" + number)
                .text("row")
                .text("our arm")
                .text("what")
                .number("theirs")
                .number("ours")
                .number("difference");
        Set<Mark> marks = new LinkedHashSet<>();
        for (Row row : published.rows()) {
            List<Arm> matched = arms.stream().filter(arm -> matches(row, arm)).toList();
            List<Arm> shown = matched.isEmpty() ? List.of(new Arm(-1, Numbers.NONE, List.of(), List.of())) : matched;
            for (Arm arm : shown) {
                for (Column column : published.columns()) {
                    Double theirs = row.values().get(column.key());
                    if (theirs != null) {
                        Mark mark = published.mark(row, column);
                        marks.add(mark);
                        List<String> cells = new ArrayList<>(List.of(row.name(), arm.counted()));
                        cells.add(ComparedMeasure.heading(results, column) + ", " + column.unit());
                        cells.add(plain(published, column, theirs) + suffix(mark));
                        cells.addAll(ours(column, arm, theirs));
                        table.words(cells);
                    }
                }
            }
        }
        String legend = marks.contains(Mark.PROSE) ? " p: stated in the paper's text, its table cell not seen." : "";
        legend += marks.contains(Mark.MEMORY) ? " m: from memory, not verified." : "";
        return table.build(Text.of(published.title() + " (" + published.source() + "; " + published.hardware() + "). "
                + "Ours: mean over seeds, times in milliseconds or seconds, or relative; the absolute numbers come from different "
                + "data and training." + legend + times(published)));
    }

    private String times(PublishedTable published) {
        List<Measure> measures = published.columns().stream()
                .flatMap(column -> ComparedMeasure.of(results, column).stream())
                .map(ComparedMeasure::measure)
                .toList();
        return TimeRemarks.appended(TimeEvidence.of(results), measures);
    }

    private static String suffix(Mark mark) {
        return switch (mark) {
            case VERIFIED -> "";
            case PROSE -> " p";
            case MEMORY -> " m";
        };
    }

    private List<String> ours(Column column, Arm arm, double theirs) {
        Optional<ComparedMeasure> compared = ComparedMeasure.of(results, column);
        if (compared.isEmpty()) {
            return List.of(Numbers.NONE, Numbers.NONE);
        }
        Measure measure = compared.get().measure();
        double total = arm.mean(measure);
        double mean = measure.printed(total);
        OptionalDouble comparable = comparable(theirs, column, measure);
        boolean relative = TimeEvidence.of(results).isRelative(measure);
        // Hours beside seconds have no difference that could be read without its unit.
        boolean sameUnit = comparable.isPresent() && comparable.getAsDouble() == theirs;
        String unit =
                relative ? " (relative)" : comparable.isPresent() && !sameUnit ? " " + measure.unitOfDifferences() : "";
        return List.of(
                Double.isNaN(total)
                        ? measure.text(total)
                        : measure.text(total)
                                + unit
                                + TimeEvidence.of(results).mark(arm.trials(), measure)
                                + arm.countedBeside(
                                        TimedTrials.of(arm.trials(), measure).size()),
                sameUnit && !relative && !compared.get().standsIn() ? Numbers.signed(mean - theirs, 1) : Numbers.NONE);
    }

    /** Paper and table, as a sentence would name them. */
    static String reference(PublishedTable published) {
        String table = published.table();
        return published.paper() + ", " + (table.startsWith("figure") ? table : "table " + table);
    }

    /** In the unit that ours is printed in, if there is a conversion. */
    static OptionalDouble comparable(double theirs, Column column, Measure measure) {
        String ours = measure.isShare()
                ? MeasureUnit.PERCENT.symbol()
                : measure.unit().symbol();
        double factor = switch (column.unit() + " as " + ours) {
            case "s as ms" -> 1000;
            case "h as s" -> 3600;
            default -> column.unit().equals(ours) ? 1 : Double.NaN;
        };
        double value = factor * theirs;
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** The change from the first corresponding row to each other one, in the paper and here. */
    private List<Block> effects(PublishedTable published, int number) {
        List<Match> matches = new ArrayList<>();
        for (Row row : published.rows()) {
            arms.stream().filter(arm -> matches(row, arm)).forEach(arm -> matches.add(new Match(row, arm)));
        }
        List<Column> columns = published.columns().stream()
                .filter(column -> column.measure().isPresent())
                .toList();
        if (matches.isEmpty() || columns.isEmpty()) {
            return List.of();
        }
        TableBuilder table =
                new TableBuilder("effects-" + number).text("change").text("of");
        table.number("theirs").number("ours").number("seeds");
        for (Match match : matches) {
            Match base = base(matches, match);
            if (base.row().equals(match.row())) {
                continue;
            }
            for (Column column : columns) {
                effect(base, match, column).ifPresent(table::words);
            }
        }
        return table.isEmpty()
                ? List.of()
                : List.of(
                        table.build(
                                Text.of(
                                        "The same change, in the paper and here: differences of the rows above, in "
                                                + "the unit of the column; ours paired by seed, test times by process, with the 95 % interval.")));
    }

    /** The first match that differs from this one in the compared paths only. */
    private Match base(List<Match> matches, Match match) {
        Set<String> compared = compared(match.row());
        return matches.stream()
                .filter(other -> results.varied().stream()
                        .allMatch(path -> compared.stream().anyMatch(end -> ends(path, end))
                                || value(other.arm(), path).equals(value(match.arm(), path))))
                .findFirst()
                .orElse(match);
    }

    private Optional<List<String>> effect(Match base, Match match, Column column) {
        Double before = base.row().values().get(column.key());
        Double after = match.row().values().get(column.key());
        Optional<ComparedMeasure> compared = ComparedMeasure.of(results, column);
        if (before == null || after == null || compared.isEmpty()) {
            return Optional.empty();
        }
        Measure measure = compared.get().measure();
        MeanEstimate difference = new Pairs(Set.copyOf(results.varied()))
                .difference(side(base.arm(), measure), side(match.arm(), measure))
                .estimate();
        if (difference.count() == 0 || TimeEvidence.of(results).isRelative(measure)) {
            return Optional.empty();
        }
        double theirs = comparable(after, column, measure).orElse(Double.NaN)
                - comparable(before, column, measure).orElse(Double.NaN);
        String interval = difference.count() < 2 ? "" : " " + interval(measure, difference);
        return Optional.of(List.of(
                base.arm().counted() + " to " + match.arm().counted(),
                compared.get().of(column) + ", " + measure.unitOfDifferences(),
                Numbers.signed(theirs, 1),
                Numbers.signed(difference.mean(), 1) + interval,
                Integer.toString(difference.count())));
    }

    private static Pairs.Side side(Arm arm, Measure measure) {
        return new Pairs.Side(arm.label(), arm.trials(), measure);
    }

    private static String interval(Measure measure, MeanEstimate difference) {
        return "[" + measure.signed(difference.low(), difference.mean()) + ", "
                + measure.signed(difference.high(), difference.mean()) + "]";
    }

    private Block reasons(PublishedTable published, int number) {
        TableBuilder table = new TableBuilder("reasons-" + number)
                .text("why they may differ")
                .text("theirs")
                .text("ours");
        published.protocol().forEach((aspect, theirs) -> table.words(List.of(aspect, theirs, ours.aspect(aspect))));
        table.words(List.of("hardware", published.hardware(), ours.hardware()));
        return table.build(Text.EMPTY);
    }

    private static List<Block> remarks(PublishedTable published) {
        List<Block> remarks = new ArrayList<>();
        for (Contradiction contradiction : published.contradictions().orElse(List.of())) {
            remarks.add(new Block.Paragraph(Text.bold("Contradiction.")
                    .plus(" " + contradiction.about() + ": here " + contradiction.here() + "; elsewhere "
                            + contradiction.elsewhere() + ".")));
        }
        published.notes().orElse(List.of()).forEach(note -> remarks.add(new Block.Paragraph(Text.of(note))));
        return remarks;
    }

    /** Whether every condition of the row that speaks of something varied holds, and at least one does. */
    boolean matches(Row row, Arm arm) {
        Map<String, List<String>> conditions = row.match().orElse(Map.of());
        boolean spoken = false;
        for (Map.Entry<String, List<String>> condition : conditions.entrySet()) {
            for (String path : results.varied()) {
                if (ends(path, condition.getKey())) {
                    spoken = true;
                    if (!condition.getValue().contains(value(arm, path))) {
                        return false;
                    }
                }
            }
        }
        return spoken;
    }

    private Set<String> compared(Row row) {
        return row.match().orElse(Map.of()).keySet();
    }

    private String value(Arm arm, String path) {
        return arm.values().get(results.varied().indexOf(path));
    }

    private static boolean ends(String path, String end) {
        return path.equals(end) || path.endsWith("." + end);
    }

    /** With as many decimals as the most exact number of the column. */
    private static String plain(PublishedTable published, Column column, double value) {
        int decimals = published.rows().stream()
                .map(row -> row.values().get(column.key()))
                .filter(Objects::nonNull)
                .mapToInt(PublishedNumbers::decimals)
                .max()
                .orElse(0);
        return Numbers.fixed(value, decimals);
    }

    private static int decimals(double value) {
        return Math.max(0, BigDecimal.valueOf(value).stripTrailingZeros().scale());
    }
}
