package dev.roilab.report.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
    private static Block.Table table(int rows) {
        TableBuilder table = new TableBuilder("main").text("arm_x").number("AP50");
        for (int row = 0; row < rows; row++) {
            table.row(List.of(Text.of("a|b & 50% <i> $x_1$ ~^#{}\\"), Text.bold("70.1 ± 0.2")));
        }
        return table.build(Text.of("Mean > 0."));
    }

    @Test
    void markdownAlignsNumbersToTheRight() {
        TableBuilder table = new TableBuilder("main").text("arm").number("AP50");
        table.words(List.of("pool", "7.1"));
        table.words(List.of("align", "70.1 ± 0.2"));
        assertThat(Markdown.of(List.of(table.build(Text.EMPTY)))).isEqualTo("""
                        | arm   |       AP50 |
                        | ----- | ---------: |
                        | pool  |        7.1 |
                        | align | 70.1 ± 0.2 |
                        """);
    }

    @Test
    void markdownEscapesWhatWouldEndACellOrStartMarkup() {
        assertThat(Markdown.escape("a|b *c* `d` <e>\nf\\g")).isEqualTo("a\\|b \\*c\\* \\`d\\` &lt;e> f\\\\g");
        assertThat(Markdown.escape("frozen_below _x_")).isEqualTo("frozen_below \\_x\\_");
    }

    @Test
    void markdownIsReadBackAsItWasWritten() {
        String text = "a|b *c* `d` <e> & ~f~ _x_ g\\h [i]";
        assertThat(Markdown.unescape(Markdown.escape(text))).isEqualTo(text);
    }

    @Test
    void latexUsesBooktabsAndEscapesEveryCharacterThatTexActsOn() {
        assertThat(Latex.tables("roi_layer", List.of(new Block.Heading(2, "Results"), table(1))))
                .contains("\\label{tab:roi-layer-main}")
                .contains("\\caption{Mean \\textgreater{} 0.}")
                .contains("\\begin{tabular}{@{}lr@{}}\n    \\toprule\n    arm\\_x & AP50 \\\\\n    \\midrule\n")
                .contains("a\\textbar{}b \\& 50\\% \\textless{}i\\textgreater{} \\$x\\_1\\$ "
                        + "\\textasciitilde{}\\textasciicircum{}\\#\\{\\}\\textbackslash{} & "
                        + "\\textbf{70.1\\,$\\pm$\\,0.2} \\\\\n    \\bottomrule");
    }

    @Test
    void latexRowsNeverStartAnArgumentOfTheRowBreakBeforeThem() {
        assertThat(LatexText.escape("[1, 2]")).isEqualTo("[1, 2]");
        TableBuilder table = new TableBuilder("x").text("interval");
        table.words(List.of("[1, 2]"));
        table.words(List.of("*"));
        assertThat(Latex.tables("s", List.of(table.build(Text.EMPTY)))).contains("    {}[1, 2] \\\\\n    {}* \\\\\n");
    }

    @Test
    void latexSplitsWhatIsTallerThanAPageAndBalancesItsEnvironments() {
        String latex = Latex.tables("s", List.of(table(100)));
        assertThat(latex.split("\\\\begin\\{table}", -1)).hasSize(4);
        assertThat(latex.split("\\\\end\\{table}", -1)).hasSize(4);
        assertThat(latex).contains("\\label{tab:s-main-3}");
        long open =
                latex.replace("\\{", "").chars().filter(letter -> letter == '{').count();
        long close =
                latex.replace("\\}", "").chars().filter(letter -> letter == '}').count();
        assertThat(open).isEqualTo(close);
    }

    @Test
    void htmlEscapesTextAndMarksNumbers() {
        String html = new Html(picture -> "<img alt=\"" + picture.title() + "\">").of(List.of(table(1)));
        assertThat(html)
                .contains("<th scope=\"col\" class=\"number\">AP50</th>")
                .contains("<td>a|b &amp; 50% &lt;i&gt; $x_1$ ~^#{}\\</td>")
                .contains("<td class=\"number\"><strong>70.1 ± 0.2</strong></td>");
    }

    @Test
    void aTableRefusesARowOfAnotherLength() {
        TableBuilder table = new TableBuilder("x").text("arm");
        assertThatThrownBy(() -> table.words(List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 cells in a table of 1 columns");
    }
}
