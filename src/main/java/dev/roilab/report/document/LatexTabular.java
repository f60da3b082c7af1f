package dev.roilab.report.document;

import dev.roilab.report.document.LatexLayout.Panel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Some rows of a panel as a {@code tabular}, or as a {@code tabularx} where lines are broken. */
record LatexTabular(Panel panel, List<List<Text>> rows) {
    /** What a cell without a value holds. */
    private static final String NONE = "–";

    /** Words do not fill their lines to the end. */
    private static final double RAGGED = 1.2;

    String of() {
        boolean fills = panel.fillsTheLine();
        StringBuilder latex = new StringBuilder("  ");
        latex.append(fills ? "\\begin{tabularx}{\\linewidth}{@{}" : "\\begin{tabular}{@{}");
        for (int i = 0; i < panel.columns().size(); i++) {
            latex.append(specification(i));
        }
        latex.append("@{}}\n    \\toprule\n");
        line(latex, panel.columns().stream().map(LatexTabular::heading).toList());
        latex.append("    \\midrule\n");
        boolean grouped = isGrouped();
        String before = "";
        for (int row = 0; row < rows.size(); row++) {
            String name = rows.get(row).getFirst().plain();
            boolean repeats = grouped && row > 0 && name.equals(before);
            latex.append(grouped && row > 0 && !repeats ? "    \\addlinespace\n" : "");
            line(latex, cells(rows.get(row), repeats));
            before = name;
        }
        return latex.append("    \\bottomrule\n  \\end{tabular")
                .append(fills ? "x}\n" : "}\n")
                .toString();
    }

    /** Whether rows of one name stand together; then the name is printed once. */
    private boolean isGrouped() {
        for (int row = 1; row < rows.size(); row++) {
            if (rows.get(row).getFirst().equals(rows.get(row - 1).getFirst())) {
                return panel.columns().size() > 1;
            }
        }
        return false;
    }

    private String specification(int column) {
        if (!panel.breaks(column)) {
            return panel.columns().get(column).numeric() ? "r" : "l";
        }
        double sum = 0;
        int count = 0;
        for (int i = 0; i < panel.columns().size(); i++) {
            sum += panel.breaks(i) ? panel.widths().get(i) : 0;
            count += panel.breaks(i) ? 1 : 0;
        }
        double share = count * panel.widths().get(column) / sum;
        String size = count == 1 ? "" : String.format(Locale.ROOT, "\\hsize=%.3f\\hsize", share);
        return ">{" + size + "\\raggedright\\arraybackslash}X";
    }

    private static String heading(LatexColumn column) {
        List<String> lines = column.heading().stream().map(LatexText::escape).toList();
        return lines.size() == 1
                ? lines.getFirst()
                : "\\begin{tabular}[b]{@{}" + (column.numeric() ? "r" : "l") + "@{}}" + String.join(" \\\\ ", lines)
                        + "\\end{tabular}";
    }

    private List<String> cells(List<Text> row, boolean repeats) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < panel.columns().size(); i++) {
            LatexColumn column = panel.columns().get(i);
            Text cell = row.get(column.index());
            if (i == 0 && repeats) {
                cells.add("");
            } else if (column.holdsNumber(cell)) {
                boolean bold = cell.spans().stream().anyMatch(Text.Span::bold);
                String number = column.numbers().latex(cell.plain());
                cells.add(bold ? "\\textbf{" + number + "}" : number);
            } else if (column.numeric() && LatexWidths.of(cell) > panel.widths().get(i)) {
                int end = endOfDashes(row, i + 1);
                cells.add(words(cell, i, end));
                i = end - 1;
            } else {
                cells.add(panel.breaks(i) ? LatexText.breakable(cell) : LatexText.of(cell));
            }
        }
        return cells;
    }

    private int endOfDashes(List<Text> row, int first) {
        int end = first;
        while (end < panel.columns().size()
                && panel.columns().get(end).numeric()
                && row.get(panel.columns().get(end).index()).plain().equals(NONE)) {
            end++;
        }
        return end;
    }

    /** Words in place of numbers, in as many lines as they need, across the columns that have nothing to say. */
    private String words(Text cell, int first, int end) {
        double width = 2 * LatexLayout.COLUMN_SEPARATION * (end - first - 1);
        for (int i = first; i < end; i++) {
            width += panel.widths().get(i);
        }
        String inside = LatexText.breakable(cell);
        String box = LatexWidths.of(cell) <= width
                ? inside
                : String.format(Locale.ROOT, "\\parbox[t]{%.1fpt}{\\raggedright ", width) + inside + "\\strut}";
        return end - first == 1
                ? box
                : "\\multicolumn{" + (end - first) + "}{"
                        + (end == panel.columns().size() ? "l@{}" : "l") + "}{" + box + "}";
    }

    /** The row break before a row would take a bracket or a star at its start for its own argument. */
    private static void line(StringBuilder latex, List<String> cells) {
        String row = String.join(" & ", cells);
        latex.append("    ")
                .append(row.startsWith("[") || row.startsWith("*") ? "{}" + row : row)
                .append(" \\\\\n");
    }

    /** Lines of print, about. */
    int height() {
        int heading = panel.columns().stream()
                .mapToInt(column -> column.heading().size())
                .max()
                .orElse(1);
        return 1 + heading + rows.stream().mapToInt(this::height).sum();
    }

    private int height(List<Text> row) {
        int lines = 1;
        for (int i = 0; i < panel.columns().size(); i++) {
            LatexColumn column = panel.columns().get(i);
            Text cell = row.get(column.index());
            if (!column.holdsNumber(cell)) {
                double share = LatexWidths.of(cell) / panel.widths().get(i);
                lines = Math.max(lines, share <= 1 ? 1 : (int) Math.ceil(RAGGED * share));
            }
        }
        return lines;
    }
}
