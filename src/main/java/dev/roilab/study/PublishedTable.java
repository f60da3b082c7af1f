package dev.roilab.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers that a paper has printed, to be set beside our own; a file under {@code experiments/references}.
 *
 * @param paper short title, authors, year
 * @param source where it can be read, such as {@code arXiv:1703.06870}
 * @param table number of the table or figure in the source
 * @param hardware that times were taken on
 * @param protocol what was done, by aspect: data, model, training, metric, ...
 * @param mark how sure the numbers are, unless a row says otherwise
 * @param contradictions what the source or others say differently
 */
public record PublishedTable(
        String paper,
        String source,
        String table,
        String title,
        String hardware,
        Map<String, String> protocol,
        Mark mark,
        List<Column> columns,
        List<Row> rows,
        Optional<List<String>> notes,
        Optional<List<Contradiction>> contradictions) {

    /** How a number was taken from its source. */
    public enum Mark {
        /** Read in the source's own table or figure. */
        VERIFIED,
        /** Stated in the source's running text; the cell of the table was not seen, or follows by arithmetic. */
        PROSE,
        /** Quoted from memory: not to be relied on. */
        MEMORY
    }

    /**
     * A column.
     *
     * @param key by which rows give their values
     * @param unit as printed in the source
     * @param measure name of our metric that can be set beside it
     * @param standIn name of the metric whose changes can be set beside those of the column in studies that do not have
     *     {@code measure}: boxes for masks
     */
    public record Column(String key, String heading, String unit, Optional<String> measure, Optional<String> standIn) {
        /** One for which no other metric stands in. */
        public Column(String key, String heading, String unit, Optional<String> measure) {
            this(key, heading, unit, measure, Optional.empty());
        }

        public Column {
            if (standIn.isPresent() && measure.isEmpty()) {
                throw new IllegalArgumentException("stand_in %s stands in for no measure".formatted(standIn.get()));
            }
        }
    }

    /**
     * A row.
     *
     * @param values by column; a cell that the source leaves empty is absent
     * @param mark of all its values
     * @param marks by column, where a value's mark differs from the row's
     * @param match labels of our arms that this row corresponds to, by the end of a varied path; a path that a study
     *     does not vary is no condition; a row without is only printed
     */
    public record Row(
            String name,
            Map<String, Double> values,
            Optional<Mark> mark,
            Optional<Map<String, Mark>> marks,
            Optional<Map<String, List<String>>> match) {}

    /**
     * Two statements that cannot both be true.
     *
     * @param about row and column
     * @param here what this table says
     * @param elsewhere what is said in another place, and where
     */
    public record Contradiction(String about, String here, String elsewhere) {}

    /** @throws IllegalArgumentException with all that does not fit together */
    public PublishedTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        List<String> known = columns.stream().map(Column::key).toList();
        List<String> problems = new ArrayList<>();
        if (known.stream().distinct().count() < known.size()) {
            problems.add("a column is given twice: " + known);
        }
        for (Row row : rows) {
            Map<String, Object> keys = new LinkedHashMap<>(row.values());
            keys.putAll(row.marks().orElse(Map.of()));
            keys.keySet().removeAll(known);
            if (!keys.isEmpty()) {
                problems.add("row '" + row.name() + "' has " + keys.keySet() + ", the columns are " + known);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("rows do not fit the columns: " + String.join("; ", problems));
        }
    }

    /** How sure a cell is. */
    public Mark mark(Row row, Column column) {
        Mark own = row.marks().orElse(Map.of()).get(column.key());
        return own == null ? row.mark().orElse(mark) : own;
    }
}
