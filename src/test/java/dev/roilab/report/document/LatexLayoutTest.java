package dev.roilab.report.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatexLayoutTest {
    private static Block.Table numbers(int columns, String cell) {
        TableBuilder table = new TableBuilder("main").text("arm");
        for (int column = 0; column < columns; column++) {
            table.number("AP");
        }
        table.words(Collections.nCopies(columns + 1, cell));
        return table.build(Text.EMPTY);
    }

    private static double width(LatexLayout.Panel panel) {
        return panel.widths().stream().mapToDouble(width -> width).sum()
                + 2 * LatexLayout.COLUMN_SEPARATION * (panel.widths().size() - 1);
    }

    /** As TeX measures it with cmr8: {@code \setbox0\hbox{...}\showthe\wd0}. */
    @Test
    void textIsAsWideAsComputerModernPrintsIt() {
        assertThat(LatexWidths.of("AP50 (percent)", false)).isCloseTo(57.488, within(0.1));
        assertThat(LatexWidths.of("Student's t, 12.5", true)).isBetween(70.694, 73.0);
        assertThat(LatexWidths.of("68.3 ± 2.6", false)).isCloseTo(35.417, within(0.1));
    }

    @Test
    void aNarrowTableStaysInOneColumnAndAWiderOneTakesBoth() {
        assertThat(LatexLayout.of(numbers(3, "68.3 ± 2.6")).wide()).isFalse();
        assertThat(LatexLayout.of(numbers(6, "68.3 ± 2.6")).wide()).isTrue();
        assertThat(LatexLayout.of(numbers(6, "68.3 ± 2.6")).panels()).hasSize(1);
    }

    @Test
    void columnsOfNumbersThatDoNotFitTheLineGoIntoPanelsThatDo() {
        LatexLayout layout = LatexLayout.of(numbers(20, "68.3 ± 2.6"));
        assertThat(layout.panels()).hasSizeGreaterThan(2);
        int shown = 0;
        for (LatexLayout.Panel panel : layout.panels()) {
            assertThat(width(panel)).isLessThanOrEqualTo(LatexLayout.LINE);
            assertThat(panel.columns().getFirst().index()).isZero();
            shown += panel.columns().size() - 1;
        }
        assertThat(shown).isEqualTo(20);
    }

    @Test
    void wordsAreBrokenIntoLinesThatFillTheLine() {
        TableBuilder table = new TableBuilder("main").text("claim").text("source");
        table.words(List.of("a ".repeat(200), "a/path/of/many/folders/" + "0123456789abcdef".repeat(4)));
        LatexLayout.Panel panel =
                LatexLayout.of(table.build(Text.EMPTY)).panels().getFirst();
        assertThat(panel.fillsTheLine()).isTrue();
        assertThat(width(panel)).isCloseTo(LatexLayout.LINE, within(1e-6));
    }

    @Test
    void everyPanelNamesItsRowsByAsManyColumnsAsThatTakes() {
        TableBuilder table = new TableBuilder("main").text("arm").text("rate");
        for (int column = 0; column < 12; column++) {
            table.number("AP");
        }
        for (String rate : List.of("0.02", "0.1")) {
            List<String> row = new ArrayList<>(List.of("pool", rate));
            row.addAll(Collections.nCopies(12, "68.3 ± 2.6"));
            table.words(row);
        }
        assertThat(LatexLayout.of(table.build(Text.EMPTY)).panels())
                .hasSizeGreaterThan(1)
                .allSatisfy(panel -> assertThat(panel.columns().subList(0, 2))
                        .extracting(LatexColumn::index)
                        .containsExactly(0, 1));
    }

    @Test
    void numbersAreAlignedOnTheirPoints() {
        LatexNumbers numbers = LatexNumbers.of(List.of("8.7 ± 12", "68.35 ± 2.6", "5"));
        assertThat(numbers.latex("8.7 ± 12")).isEqualTo("8.7\\phantom{0}\\,$\\pm$\\,12\\phantom{.0}");
        assertThat(numbers.latex("68.35 ± 2.6")).isEqualTo("68.35\\,$\\pm$\\,\\phantom{0}2.6");
        assertThat(numbers.latex("5")).isEqualTo("5\\phantom{.00}\\phantom{\\,$\\pm$\\,00.0}");
    }

    @Test
    void thePaddingOfAnIntervalStandsOutsideItsBrackets() {
        LatexNumbers numbers = LatexNumbers.of(List.of("+1.2 [-0.8, +13.2]", "-10 [-12.5, 0.0]"));
        assertThat(numbers.latex("+1.2 [-0.8, +13.2]")).isEqualTo("+1.2 \\phantom{0}[$-$0.8, +13.2]");
        assertThat(numbers.latex("-10 [-12.5, 0.0]")).isEqualTo("$-$10\\phantom{.0} [$-$12.5, \\phantom{+0}0.0]");
    }

    @Test
    void cellsOfDifferentFormsAreLeftAsTheyAre() {
        LatexNumbers numbers = LatexNumbers.of(List.of("8.7 ± 1.2", "68.3 (3)"));
        assertThat(numbers.latex("68.3 (3)")).isEqualTo("68.3 (3)");
        assertThat(LatexNumbers.isNumber("diverged @ 812")).isFalse();
        assertThat(LatexNumbers.isNumber("2.17E35")).isFalse();
        assertThat(LatexNumbers.isNumber("–")).isFalse();
    }

    @Test
    void charactersWithoutAGlyphAreNamed() {
        assertThat(LatexText.escape("α → é -- \"x\"")).isEqualTo("[U+03B1] $\\rightarrow$ é -{}- ''x''");
    }
}
