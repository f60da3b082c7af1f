package dev.roilab.report.document;

import dev.roilab.report.document.Block.Column;
import dev.roilab.report.document.Block.Heading;
import dev.roilab.report.document.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the tables of a report for LaTeX with the package booktabs; the text around them is the paper's business. */
public final class Latex {
    /** Taller tables do not fit a page of LaTeX's standard classes. */
    private static final int TALLEST = 45;

    private Latex() {}

    /** A file for {@code \input}: one table environment a table, labelled {@code tab:STUDY-NAME}. */
    public static String tables(String study, List<Block> blocks) {
        StringBuilder latex = new StringBuilder("% Tables of the study " + comment(study)
                + ", written by roilab report. Needs \\usepackage{booktabs} and, for accents, UTF-8 input.\n");
        String section = "";
        for (Block block : blocks) {
            if (block instanceof Heading heading) {
                section = heading.text();
            } else if (block instanceof Table table && !table.rows().isEmpty()) {
                latex.append('\n');
                parts(table, study, section).forEach(latex::append);
            }
        }
        return latex.toString();
    }

    private static List<String> parts(Table table, String study, String section) {
        List<String> parts = new ArrayList<>();
        int count = (table.rows().size() + TALLEST - 1) / TALLEST;
        for (int part = 0; part < count; part++) {
            List<List<Text>> rows = table.rows()
                    .subList(
                            part * TALLEST,
                            Math.min((part + 1) * TALLEST, table.rows().size()));
            String suffix = count == 1 ? "" : "-" + (part + 1);
            parts.add(environment(table, rows, section, "tab:" + label(study + "-" + table.name() + suffix)));
        }
        return parts;
    }

    private static String environment(Table table, List<List<Text>> rows, String section, String label) {
        StringBuilder latex = new StringBuilder("\\begin{table}\n  \\centering\n");
        Text caption = table.caption().spans().isEmpty() ? Text.of(section + ".") : table.caption();
        latex.append("  \\caption{").append(text(caption)).append("}\n");
        latex.append("  \\label{").append(label).append("}\n");
        latex.append("  \\begin{tabular}{@{}");
        for (Column column : table.columns()) {
            latex.append(column.numeric() ? 'r' : 'l');
        }
        latex.append("@{}}\n    \\toprule\n");
        line(
                latex,
                table.columns().stream().map(column -> escape(column.heading())).toList());
        latex.append("    \\midrule\n");
        rows.forEach(row -> line(latex, row.stream().map(Latex::text).toList()));
        return latex.append("    \\bottomrule\n  \\end{tabular}\n\\end{table}\n")
                .toString();
    }

    /** The row break before a row would take a bracket or a star at its start for its own argument. */
    private static void line(StringBuilder latex, List<String> cells) {
        String row = String.join(" & ", cells);
        latex.append("    ")
                .append(row.startsWith("[") || row.startsWith("*") ? "{}" + row : row)
                .append(" \\\\\n");
    }

    static String text(Text text) {
        return text.spans().stream()
                .map(span -> span.bold() ? "\\textbf{" + escape(span.text()) + "}" : escape(span.text()))
                .collect(Collectors.joining());
    }

    /** Every character that TeX would act on, as what prints it. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.replaceAll("\\s+", " ").chars().forEach(character -> {
            switch (character) {
                case '&', '%', '$', '#', '_', '{', '}' -> escaped.append('\\').append((char) character);
                case '~' -> escaped.append("\\textasciitilde{}");
                case '^' -> escaped.append("\\textasciicircum{}");
                case '\\' -> escaped.append("\\textbackslash{}");
                case '<' -> escaped.append("\\textless{}");
                case '>' -> escaped.append("\\textgreater{}");
                case '|' -> escaped.append("\\textbar{}");
                case '"' -> escaped.append("''");
                case '±' -> escaped.append("$\\pm$");
                case '–' -> escaped.append("--");
                case '…' -> escaped.append("\\ldots{}");
                case '≥' -> escaped.append("$\\geq$");
                case '≤' -> escaped.append("$\\leq$");
                case '×' -> escaped.append("$\\times$");
                default -> escaped.append((char) character);
            }
        });
        return escaped.toString();
    }

    private static String label(String text) {
        return text.replaceAll("[^A-Za-z0-9-]+", "-");
    }

    private static String comment(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
