package dev.roilab.report.document;

import dev.roilab.report.document.Block.Heading;
import dev.roilab.report.document.Block.Table;
import java.util.List;

/**
 * Writes the tables of a report for LaTeX with the packages booktabs and tabularx; the text around them is the paper's
 * business. They fit an article of one column and one of two: narrow ones a column, the others both; what is still too
 * wide is set in panels, and what is too tall for a page in several floats.
 */
public final class Latex {
    /** LaTeX stops at the 53rd float without a page to put it on. */
    private static final int MOST_WAITING = 36;

    private Latex() {}

    /** A file for {@code \input}: one table environment a table, labelled {@code tab:STUDY-NAME}. */
    public static String tables(String study, List<Block> blocks) {
        StringBuilder latex = new StringBuilder();
        latex.append("% Tables of the study ").append(study.replaceAll("\\s+", " "));
        latex.append(", written by roilab report, to be \\input into an article of one or two columns.\n");
        latex.append("% Its preamble needs \\usepackage{booktabs,tabularx}.\n");
        latex.append("\\providecommand{\\roilabtable}{\\centering\\fontsize{8}{9.5}\\selectfont\n  ")
                .append("\\setlength{\\tabcolsep}{")
                .append(Math.round(LatexLayout.COLUMN_SEPARATION))
                .append("pt}\\setlength{\\abovecaptionskip}{0pt}\\setlength{\\belowcaptionskip}{5pt}}\n");
        String section = "";
        int waiting = 0;
        for (Block block : blocks) {
            if (block instanceof Heading heading) {
                section = heading.text();
            } else if (block instanceof Table table && !table.rows().isEmpty()) {
                Text caption = table.caption().spans().isEmpty() ? Text.of(section + ".") : table.caption();
                List<String> floats = LatexFloats.of(table, caption, "tab:" + label(study + "-" + table.name()));
                if (waiting > 0 && waiting + floats.size() > MOST_WAITING) {
                    latex.append("\n\\clearpage\n");
                    waiting = 0;
                }
                floats.forEach(latex::append);
                waiting += floats.size();
            }
        }
        return latex.toString();
    }

    private static String label(String text) {
        return text.replaceAll("[^A-Za-z0-9-]+", "-");
    }
}
