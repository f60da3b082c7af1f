package dev.roilab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    private static final MeasureUnit METRES = new MeasureUnit("m");
    private static final MeasureInfo ERROR = new MeasureInfo("error", "error", METRES, Better.LOWER, "Error: mean.");

    @Test
    void aMeasureIsDeclaredOnce() {
        var again = new MeasureInfo("error", "top-1 error", MeasureUnit.PERCENT, Better.LOWER, "");
        assertThatThrownBy(() -> Measures.ofTask("ruler", List.of(ERROR, again)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("task 'ruler': measure 'error' is declared twice, as 'error' and as 'top-1 error'; give one"
                        + " of them another name");
        assertThatThrownBy(() -> Measures.of(List.of(ERROR)).and(List.of(ERROR)))
                .hasMessageContaining("'error' is declared twice");
    }

    @Test
    void aTaskMeasuresSomething() {
        assertThatThrownBy(() -> Measures.ofTask("ruler", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("task 'ruler' declares no measure: there would be nothing to report and nothing to claim");
    }

    @Test
    void thereIsOneHeadline() {
        assertThatThrownBy(() -> Measures.of(List.of(headline("a"), ERROR, headline("b"))))
                .hasMessageEndingWith("these measures are declared so: a, b");
        assertThat(Measures.of(List.of(ERROR, headline("a"))).names()).containsExactly("a", "error");
    }

    @Test
    void resultsMayWordAMeasureOtherwiseButNotMeanAnother() {
        var reworded = new MeasureInfo("error", "mean error", METRES, Better.LOWER, "");
        assertThat(Measures.together(Stream.of(ERROR, ERROR, reworded)).all()).containsExactly(ERROR);
        var shares = new MeasureInfo("error", "error", MeasureUnit.PERCENT, Better.LOWER, "");
        assertThatThrownBy(() -> Measures.together(Stream.of(ERROR, shares)))
                .hasMessage("measure 'error' is declared in m, lower is better by some results and in percent, lower is"
                        + " better by others, which cannot be compared; run the older ones again");
    }

    /** Exact is what all call so; a share of what was found what any does. */
    @Test
    void olderResultsNeedNotSayThatAShareIsOfWhatWasFound() {
        MeasureInfo said = ERROR.amongFindings(true).exactly(true);
        for (List<MeasureInfo> order : List.of(List.of(ERROR, said), List.of(said, ERROR))) {
            assertThat(Measures.together(order.stream()).all()).containsExactly(ERROR.amongFindings(true));
        }
    }

    @Test
    void aNameAndAUnitCanBeWrittenInAClaim() {
        for (String name : new String[] {"", "Error", "top-1", "1st", "a b"}) {
            assertThatThrownBy(() -> new MeasureInfo(name, "error", METRES, Better.LOWER, ""))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new MeasureInfo("error", " ", METRES, Better.LOWER, ""))
                .hasMessage("measure 'error' needs a heading and a noun");
        for (String unit : new String[] {"", "m/s", "5", "(m)", "a b"}) {
            assertThatThrownBy(() -> new MeasureUnit(unit)).as(unit).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(new MeasureUnit("px²").words()).containsExactly("px²");
    }

    @Test
    void aDifferenceImprovesOnlyWhereOneSideIsBetter() {
        assertThat(Better.HIGHER.improves(1)).isTrue();
        assertThat(Better.HIGHER.improves(-1)).isFalse();
        assertThat(Better.LOWER.improves(-1)).isTrue();
        assertThat(Better.LOWER.improves(1)).isFalse();
        assertThat(Better.NEITHER.improves(1)).isFalse();
        assertThat(Better.NEITHER.improves(-1)).isFalse();
    }

    private static MeasureInfo headline(String name) {
        return new MeasureInfo(name, name, name, METRES, Better.LOWER, Prominence.HEADLINE, "");
    }
}
