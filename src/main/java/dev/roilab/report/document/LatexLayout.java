package dev.roilab.report.document;

import dev.roilab.report.document.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a table fits the page: in one column of an article or across both; columns of words broken into lines; columns of
 * numbers that still are too many in panels below each other, each with the columns that name the rows.
 *
 * @param wide whether it goes across both columns of a page that has two
 */
record LatexLayout(boolean wide, List<Panel> panels) {
    /** Points of a column of the class article in two columns; those of conferences are wider. */
    static final double ONE_COLUMN = 200;

    /** Points of a line of the class article in one column; the two columns of any are wider. */
    static final double LINE = 345;

    /** Points on both sides of a column. */
    static final double COLUMN_SEPARATION = 4;

    /** Of the line, for the columns that name the rows of a panel. */
    private static final double MOST_FOR_KEYS = 0.6;

    /**
     * Some columns of a table side by side.
     *
     * @param widths points of each column; those of words that are broken add up to the line with the others
     */
    record Panel(List<LatexColumn> columns, List<Double> widths) {
        boolean breaks(int column) {
            return columns.get(column).breaks()
                    && widths.get(column) < columns.get(column).width();
        }

        boolean fillsTheLine() {
            return IntStream.range(0, columns.size()).anyMatch(this::breaks);
        }
    }

    static LatexLayout of(Table table) {
        List<LatexColumn> columns = IntStream.range(0, table.columns().size())
                .mapToObj(index -> LatexColumn.of(table, index))
                .toList();
        for (double line : new double[] {ONE_COLUMN, LINE}) {
            if (total(columns.stream().map(LatexColumn::width).toList()) <= line) {
                return new LatexLayout(line > ONE_COLUMN, List.of(panel(columns)));
            }
        }
        List<Panel> panels = total(columns.stream().map(LatexColumn::least).toList()) <= LINE
                ? List.of(panel(columns))
                : split(table, columns);
        return new LatexLayout(
                panels.stream().anyMatch(panel -> panel.fillsTheLine() || total(panel.widths()) > ONE_COLUMN), panels);
    }

    private static double total(List<Double> widths) {
        return widths.stream().mapToDouble(width -> width).sum() + 2 * COLUMN_SEPARATION * (widths.size() - 1);
    }

    /** What the line leaves goes to the columns of words, to each as far as it needs it. */
    private static Panel panel(List<LatexColumn> columns) {
        List<Double> widths =
                new ArrayList<>(columns.stream().map(LatexColumn::least).toList());
        double wanted = 0;
        for (LatexColumn column : columns) {
            wanted += column.width() - column.least();
        }
        double share = wanted == 0 ? 0 : Math.min(1, (LINE - total(widths)) / wanted);
        for (int i = 0; i < widths.size(); i++) {
            LatexColumn column = columns.get(i);
            widths.set(i, column.least() + share * (column.width() - column.least()));
        }
        return new Panel(columns, widths);
    }

    private static List<Panel> split(Table table, List<LatexColumn> columns) {
        List<LatexColumn> keys = keys(table, columns);
        List<LatexColumn> others = columns.subList(keys.size(), columns.size());
        double room = LINE;
        List<List<LatexColumn>> groups = groups(keys, others, room);
        // As narrow as the same number of panels allows, so that the last is not a scrap.
        while (groups(keys, others, room - 1).size() == groups.size() && room > ONE_COLUMN) {
            room--;
            groups = groups(keys, others, room);
        }
        return groups.stream().map(LatexLayout::panel).toList();
    }

    /** As many of the first columns as tell every row from the others, if they leave room; else the first. */
    private static List<LatexColumn> keys(Table table, List<LatexColumn> columns) {
        for (int count = 1; count < columns.size(); count++) {
            List<LatexColumn> keys = columns.subList(0, count);
            if (total(keys.stream().map(LatexColumn::least).toList()) > MOST_FOR_KEYS * LINE) {
                break;
            }
            if (tellApart(table, count)) {
                return keys;
            }
        }
        return columns.subList(0, 1);
    }

    private static boolean tellApart(Table table, int count) {
        return table.rows().stream()
                        .map(row -> row.subList(0, count))
                        .distinct()
                        .count()
                == table.rows().size();
    }

    private static List<List<LatexColumn>> groups(List<LatexColumn> keys, List<LatexColumn> others, double room) {
        List<List<LatexColumn>> groups = new ArrayList<>();
        for (LatexColumn column : others) {
            if (!groups.isEmpty()) {
                List<LatexColumn> wider = new ArrayList<>(groups.getLast());
                wider.add(column);
                if (total(wider.stream().map(LatexColumn::least).toList()) <= room) {
                    groups.set(groups.size() - 1, wider);
                    continue;
                }
            }
            List<LatexColumn> first = new ArrayList<>(keys);
            first.add(column);
            groups.add(first);
        }
        return groups;
    }
}
