package dev.roilab.report.document;

import dev.roilab.report.document.Block.Column;
import dev.roilab.report.document.Block.Table;
import java.util.ArrayList;
import java.util.List;

/** Collects a table column by column, then row by row. */
public final class TableBuilder {
    private final String name;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Text>> rows = new ArrayList<>();

    public TableBuilder(String name) {
        this.name = name;
    }

    public TableBuilder text(String heading) {
        columns.add(new Column(heading, false));
        return this;
    }

    public TableBuilder number(String heading) {
        columns.add(new Column(heading, true));
        return this;
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if the number of cells is not the number of columns
     */
    public void row(List<Text> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.size() + " cells in a table of " + columns.size() + " columns: " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    /** Adds a row of plain words. */
    public void words(List<String> cells) {
        row(cells.stream().map(Text::of).toList());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * Rows as columns of numbers, columns as rows.
     *
     * @param corner heading of the column that names the rows
     */
    public TableBuilder transposed(String corner) {
        TableBuilder turned = new TableBuilder(name).text(corner);
        rows.forEach(row -> turned.number(row.getFirst().plain()));
        for (int column = 1; column < columns.size(); column++) {
            List<Text> row = new ArrayList<>(List.of(Text.of(columns.get(column).heading())));
            for (List<Text> old : rows) {
                row.add(old.get(column));
            }
            turned.row(row);
        }
        return turned;
    }

    public Table build(Text caption) {
        return new Table(name, caption, columns, rows);
    }
}
