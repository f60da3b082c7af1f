package dev.roilab.report;

import java.util.ArrayList;
import java.util.List;

/** A pipe table whose source is aligned as well: text to the left, numbers to the right. */
final class MarkdownTable {
    /** The shortest alignment row that every parser accepts. */
    private static final int NARROWEST = 3;

    private final List<String> headings = new ArrayList<>();
    private final List<Boolean> numeric = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable text(String heading) {
        return column(heading, false);
    }

    MarkdownTable number(String heading) {
        return column(heading, true);
    }

    /**
     * Adds a row; cells are Markdown already.
     *
     * @throws IllegalArgumentException if the number of cells is not the number of columns
     */
    void row(List<String> cells) {
        if (cells.size() != headings.size()) {
            throw new IllegalArgumentException(
                    "a row of " + cells.size() + " cells in a table of " + headings.size() + " columns: " + cells);
        }
        rows.add(List.copyOf(cells));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Ends with a line break. */
    String markdown() {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(NARROWEST, length(headings.get(column)));
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        StringBuilder markdown = new StringBuilder();
        line(markdown, headings, widths);
        for (int column = 0; column < widths.length; column++) {
            String dashes = "-".repeat(widths[column] - 1);
            markdown.append("| ").append(numeric.get(column) ? dashes + ": " : dashes + "- ");
        }
        markdown.append("|\n");
        rows.forEach(row -> line(markdown, row, widths));
        return markdown.toString();
    }

    private MarkdownTable column(String heading, boolean isNumeric) {
        headings.add(Markdown.escape(heading));
        numeric.add(isNumeric);
        return this;
    }

    private void line(StringBuilder markdown, List<String> cells, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(widths[column] - length(cell));
            markdown.append("| ")
                    .append(numeric.get(column) ? padding + cell : cell + padding)
                    .append(' ');
        }
        markdown.append("|\n");
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
