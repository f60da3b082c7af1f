package dev.roilab.report;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.claim.Numbers;
import dev.roilab.claim.RelativeTimes;
import dev.roilab.claim.TimeEvidence;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.report.plot.PlotTheme;
import dev.roilab.report.table.DetailTables;
import dev.roilab.report.table.PublishedTimes;
import dev.roilab.result.StudyResults;
import dev.roilab.result.Timing;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.result.WholeTime;
import dev.roilab.statistics.MeanEstimate;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes what a study of times alone has found: {@code bench.md} and its stage bars as PNG and SVG. */
public final class BenchReport {
    private static final String COMMAND = "roilab bench";

    private final Optional<String> obstacle;

    public BenchReport() {
        this(PlotTheme.obstacle());
    }

    /** @param obstacle why figures cannot be drawn, if so */
    BenchReport(Optional<String> obstacle) {
        this.obstacle = obstacle;
    }

    /**
     * Writes or replaces the report.
     *
     * @param times of the arms, in their order
     * @param measured the arms as trials that have times alone
     * @param folder is created where missing
     * @throws UncheckedIOException if a file cannot be written, with its name and what to do
     */
    public void write(List<WholeTime> times, StudyResults measured, Path folder) {
        StudyResults results = RelativeTimes.of(measured);
        List<Arm> arms = Arm.of(results);
        var details = new DetailTables(results, arms);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading(1, results.study() + ": times"));
        blocks.add(new Block.Question(results.question()));
        blocks.add(wholes(times, arms, results, details.protocol()));
        ReportFile.folder(folder, COMMAND);
        blocks.addAll(new PublishedTimes(results, arms, details.protocol()).section());
        blocks.addAll(new Figures(results, arms, folder, COMMAND, obstacle, _ -> {}).bars());
        blocks.addAll(details.timing());
        blocks.addAll(details.environment());
        blocks.add(new Block.Heading(2, "Reproduce"));
        blocks.add(new Block.Code(results.command()));
        ReportFile.write(folder.resolve("bench.md"), Markdown.of(blocks), COMMAND);
    }

    private static Block wholes(List<WholeTime> wholes, List<Arm> arms, StudyResults results, String machine) {
        var evidence = TimeEvidence.of(results);
        boolean busy = evidence.busy(Measure.TOTAL).isPresent();
        TableBuilder table = new TableBuilder("wholes").text("arm");
        if (!busy) {
            table.number("ms an image");
            if (evidence.hasProposals()) {
                table.number("and proposals");
            }
            table.number("images a second");
        }
        table.number("times " + arms.getFirst().label());
        StageTime reference = wholes.getFirst().image();
        for (int i = 0; i < wholes.size(); i++) {
            WholeTime whole = wholes.get(i);
            List<String> row = new ArrayList<>(List.of(arms.get(i).label()));
            if (!busy) {
                row.add(text(whole.image()));
                if (evidence.hasProposals()) {
                    row.add(text(whole.withProposals()));
                }
                row.add(Numbers.fixed(1000 / whole.image().median(), 1));
            }
            row.add(ratio(whole.image(), reference));
            table.words(row);
        }
        return table.build(Text.of(
                (busy ? "Time" : "Milliseconds") + " an image from decoding to the end of the last stage: median"
                        + (busy ? "" : " (95th percentile)") + "; fresh weights" + protocol(results)
                        + ". In brackets: 95 % interval of Student's t over processes. "
                        + evidence.remark(Measure.TOTAL) + " " + machine));
    }

    /** As the session recorded it: what it timed in place of trained systems is theirs to say. */
    private static String protocol(StudyResults results) {
        return results.trials().stream()
                .flatMap(trial -> Optional.ofNullable(trial.provenance().get(Timing.PROTOCOL_FACT)).stream())
                .distinct()
                .map(protocol -> "; " + protocol)
                .collect(Collectors.joining());
    }

    private static String text(StageTime time) {
        return time.wasMeasured()
                ? Numbers.fixed(time.median(), 2) + " (" + Numbers.fixed(time.p95(), 2) + ")"
                : Numbers.NONE;
    }

    /** Paired by process. */
    private static String ratio(StageTime time, StageTime reference) {
        int processes = Math.min(time.processes().size(), reference.processes().size());
        if (processes < 2 || time.equals(reference)) {
            return Numbers.fixed(time.median() / reference.median(), 2);
        }
        List<Double> logarithms = new ArrayList<>();
        for (int process = 0; process < processes; process++) {
            logarithms.add(Math.log(
                    time.processes().get(process) / reference.processes().get(process)));
        }
        MeanEstimate ratio = MeanEstimate.of(logarithms);
        return Numbers.fixed(Math.exp(ratio.mean()), 2) + " [" + Numbers.fixed(Math.exp(ratio.low()), 2) + ", "
                + Numbers.fixed(Math.exp(ratio.high()), 2) + "]";
    }
}
