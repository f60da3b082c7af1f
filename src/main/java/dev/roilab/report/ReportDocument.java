package dev.roilab.report;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Replicates;
import dev.roilab.report.document.Block;
import dev.roilab.report.table.ClaimsTable;
import dev.roilab.report.table.DetailTables;
import dev.roilab.report.table.DifferenceTable;
import dev.roilab.report.table.FailuresTable;
import dev.roilab.report.table.MainTable;
import dev.roilab.report.table.NoiseEnergy;
import dev.roilab.report.table.PivotTable;
import dev.roilab.report.table.PublishedNumbers;
import dev.roilab.report.table.RunTable;
import dev.roilab.report.text.Verdict;
import dev.roilab.result.StudyResults;
import java.util.ArrayList;
import java.util.List;

/** What a report says, in its order. */
final class ReportDocument {
    private final StudyResults results;
    private final List<Arm> arms;

    ReportDocument(StudyResults results, List<Arm> arms) {
        this.results = results;
        this.arms = arms;
    }

    /**
     * @param notes the section that somebody wrote
     * @param figures the section with the pictures
     */
    List<Block> blocks(List<Block> notes, List<Block> figures) {
        DetailTables details = new DetailTables(results, arms);
        Replicates replicates = new Replicates(results);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Heading(1, results.study()));
        if (!results.question().isBlank()) {
            blocks.add(new Block.Question(results.question()));
        }
        blocks.addAll(new Verdict(results).blocks());
        blocks.addAll(ClaimsTable.section(results));
        blocks.addAll(notes);
        blocks.add(new Block.Heading(2, "Results"));
        MainTable main = new MainTable(results, arms);
        blocks.add(main.block());
        blocks.addAll(new DifferenceTable(results, replicates).blocks());
        blocks.addAll(pivots(main));
        blocks.addAll(Remarks.blocks(results, arms));
        blocks.addAll(FailuresTable.section(results, arms));
        blocks.addAll(new PublishedNumbers(results, arms, details.protocol()).section());
        blocks.addAll(figures);
        blocks.addAll(details.classes());
        blocks.addAll(details.timing());
        blocks.addAll(RunTable.section(results, arms, replicates));
        blocks.addAll(details.environment());
        blocks.add(new Block.Heading(2, "Reproduce"));
        blocks.add(new Block.Code(results.command()));
        return blocks;
    }

    private List<Block> pivots(MainTable main) {
        List<Block> blocks = new ArrayList<>();
        NoiseEnergy noise = new NoiseEnergy(results);
        for (int number = 1; number <= results.report().tables().size(); number++) {
            PivotTable table = new PivotTable(results, results.report().tables().get(number - 1), noise);
            if (!table.repeats(main)) {
                blocks.add(table.block(number));
            }
        }
        blocks.addAll(noise.blocks());
        return blocks;
    }
}
