package dev.roilab.report.document;

import dev.roilab.report.document.Block.Table;
import dev.roilab.report.document.LatexLayout.Panel;
import java.util.ArrayList;
import java.util.List;

/** Writes a table as one float, or as several where a page is too short for it. */
final class LatexFloats {
    /** Points of a page of the class article, less the space around a float. */
    private static final double PAGE = 510;

    /** Points of a line of a table, rules and the space between groups included. */
    private static final double ROW = 10.2;

    private static final double CAPTION_LINE = 12;

    /** The caption's font to that of the table: 10 points to 8. */
    private static final double CAPTION_FONT = 1.25;

    private final Text caption;
    private final String label;
    private final boolean wide;
    private final List<String> written = new ArrayList<>();

    private LatexFloats(Text caption, String label, boolean wide) {
        this.caption = caption;
        this.label = label;
        this.wide = wide;
    }

    /** One {@code table} or {@code table*} each, a newline before it. */
    static List<String> of(Table table, Text caption, String label) {
        LatexLayout layout = LatexLayout.of(table);
        var floats = new LatexFloats(caption, label, layout.wide());
        double first = PAGE - floats.captionHeight();
        double free = first;
        List<LatexTabular> together = new ArrayList<>();
        for (Panel panel : layout.panels()) {
            for (List<List<Text>> rows : parts(panel, table.rows(), first)) {
                var tabular = new LatexTabular(panel, rows);
                double height = ROW * tabular.height();
                if (!together.isEmpty() && height > free) {
                    floats.write(together);
                    together.clear();
                    free = PAGE - 2 * CAPTION_LINE;
                }
                together.add(tabular);
                free -= height;
            }
        }
        floats.write(together);
        return floats.written;
    }

    private double captionHeight() {
        double line = wide ? LatexLayout.LINE : LatexLayout.ONE_COLUMN;
        return CAPTION_LINE * (1 + Math.ceil(CAPTION_FONT * LatexWidths.of(caption) / line));
    }

    /** The rows in parts that fit a page, about equally tall. */
    private static List<List<List<Text>>> parts(Panel panel, List<List<Text>> rows, double page) {
        double whole = ROW * new LatexTabular(panel, rows).height();
        double most = whole / Math.ceil(whole / page);
        List<List<List<Text>>> parts = new ArrayList<>();
        List<List<Text>> part = new ArrayList<>();
        for (List<Text> row : rows) {
            List<List<Text>> longer = new ArrayList<>(part);
            longer.add(row);
            if (!part.isEmpty() && ROW * new LatexTabular(panel, longer).height() > Math.min(page, most + ROW)) {
                parts.add(part);
                part = new ArrayList<>();
            }
            part.add(row);
        }
        parts.add(part);
        return parts;
    }

    private void write(List<LatexTabular> tabulars) {
        int number = written.size() + 1;
        boolean first = number == 1;
        String environment = wide ? "table*" : "table";
        String words = first ? LatexText.breakable(caption) : "Table~\\ref{" + label + "}, continued.";
        String bodies = String.join(
                "\n  \\medskip\n\n", tabulars.stream().map(LatexTabular::of).toList());
        written.add("\n\\begin{" + environment + "}\n  \\roilabtable\n  \\caption{" + words + "}\n  \\label{" + label
                + (first ? "" : "-" + number) + "}\n" + bodies + "\\end{" + environment + "}\n");
    }
}
