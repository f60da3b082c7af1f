package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTableTest {
    @Test
    void alignsNumbersToTheRight() {
        MarkdownTable table = new MarkdownTable().text("arm").number("AP50");
        table.row(List.of("pool", "7.1"));
        table.row(List.of("align", "70.1 ± 0.2"));
        assertThat(table.markdown()).isEqualTo("""
                        | arm   |       AP50 |
                        | ----- | ---------: |
                        | pool  |        7.1 |
                        | align | 70.1 ± 0.2 |
                        """);
    }

    @Test
    void refusesARowOfAnotherLength() {
        MarkdownTable table = new MarkdownTable().text("arm");
        assertThatThrownBy(() -> table.row(List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 cells in a table of 1 columns");
    }

    @Test
    void escapesWhatWouldEndACellOrStartMarkup() {
        assertThat(Markdown.escape("a|b *c* `d` <e>\nf\\g")).isEqualTo("a\\|b \\*c\\* \\`d\\` &lt;e> f\\\\g");
        assertThat(Markdown.escape("frozen_below _x_")).isEqualTo("frozen_below \\_x\\_");
    }

    @Test
    void numbersHaveNoNegativeZeroAndSignsOnlyWhereTheyMean() {
        assertThat(Numbers.fixed(-0.04, 1)).isEqualTo("0.0");
        assertThat(Numbers.signed(0.04, 1)).isEqualTo("0.0");
        assertThat(Numbers.signed(1.25, 2)).isEqualTo("+1.25");
        assertThat(Numbers.signed(-10, 1)).isEqualTo("-10.0");
        assertThat(Numbers.fixed(Double.NaN, 1)).isEqualTo("–");
    }
}
