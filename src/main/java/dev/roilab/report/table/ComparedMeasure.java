package dev.roilab.report.table;

import dev.roilab.claim.Measure;
import dev.roilab.result.StudyResults;
import dev.roilab.study.PublishedTable.Column;
import java.util.Optional;

/**
 * What of ours is set beside a published column.
 *
 * @param standsIn whether it is of another kind than the column, so that only changes of both can be compared
 */
record ComparedMeasure(Measure measure, boolean standsIn) {
    /** The column's own measure where the study has it or where nothing stands in; absent if the column has none. */
    static Optional<ComparedMeasure> of(StudyResults results, Column column) {
        return column.measure().map(name -> {
            boolean standsIn =
                    results.measure(name).isEmpty() && column.standIn().isPresent();
            String chosen = standsIn ? column.standIn().orElseThrow() : name;
            return new ComparedMeasure(Measure.of(results, chosen), standsIn);
        });
    }

    /** The column's heading, and what ours is where it is of another kind. */
    static String heading(StudyResults results, Column column) {
        return of(results, column)
                .filter(ComparedMeasure::standsIn)
                .map(compared -> compared.beside(column.heading()))
                .orElse(column.heading());
    }

    /** What a change is of, theirs and ours. */
    String of(Column column) {
        return standsIn ? beside(column.heading()) : measure.heading();
    }

    private String beside(String theirs) {
        return theirs + "; ours: " + measure.heading();
    }
}
