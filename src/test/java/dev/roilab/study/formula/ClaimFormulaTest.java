package dev.roilab.study.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.study.TrialMeasures;
import dev.roilab.study.formula.ClaimFormula.Relation;
import dev.roilab.study.formula.ClaimFormula.Term;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimFormulaTest {
    private static final Map<String, List<String>> ARMS = new LinkedHashMap<>();

    static {
        ARMS.put("model.roi", List.of("pool", "align"));
        ARMS.put("model.backbone.stride", List.of("8", "16"));
        ARMS.put("train.images", List.of("2", "8"));
    }

    private static ClaimFormula parse(String that) {
        return ClaimFormula.parse(
                new Claim(that, Optional.empty(), Optional.empty()), ARMS, TrialMeasures.catalogue()::find);
    }

    private static Term term(double factor, String metric, String roi) {
        return new Term(factor, metric, Map.of("model.roi", roi));
    }

    @Test
    void readsAComparisonAsADifferenceAboveZero() {
        assertThat(parse("ap75(align) > ap75(pool)"))
                .isEqualTo(new ClaimFormula(
                        false, List.of(term(1, "ap75", "align"), term(-1, "ap75", "pool")), Relation.ABOVE, 0));
    }

    @Test
    void readsAMarginInItsUnit() {
        assertThat(parse("ap50(align) - ap50(pool) >= 2.5 points").threshold()).isEqualTo(2.5);
        assertThat(parse("ap50(align) >= ap50(pool) + 2.5 points").threshold()).isEqualTo(2.5);
        assertThat(parse("ap50(pool)<=60%"))
                .isEqualTo(new ClaimFormula(false, List.of(term(1, "ap50", "pool")), Relation.AT_MOST, 60));
        assertThat(parse("total_ms(align) - total_ms(pool) < 1 ms").threshold()).isEqualTo(1);
    }

    /** "1 points" is no English, but other programs write it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ap50(align) - ap50(pool) >= 1 point",
                "ap50(align) - ap50(pool) >= 1 points",
                "ap50(align) > 1.0 point",
                "ap50(align) - ap50(pool) > -1 point",
                "train_seconds(align) - train_seconds(pool) < 1 second",
                "1 second < train_seconds(pool)",
                "model_bytes(pool) > 1 byte"
            })
    void oneIsFollowedByTheSingular(String that) {
        assertThat(Math.abs(ClaimFormula.parse(
                                new Claim(that, Optional.empty(), Optional.empty()), ARMS, ClaimFormulaTest::withBytes)
                        .threshold()))
                .isEqualTo(1);
    }

    private static Optional<MeasureInfo> withBytes(String name) {
        return name.equals("model_bytes")
                ? Optional.of(new MeasureInfo(name, "size", MeasureUnit.BYTES, Better.LOWER, ""))
                : TrialMeasures.catalogue().find(name);
    }

    @Test
    void readsExponents() {
        assertThat(parse("ap50(align) <= 1e1 points").threshold()).isEqualTo(10);
        assertThat(parse("total_ms(align) - total_ms(pool) < 2.5E-2ms").threshold())
                .isEqualTo(0.025);
        assertThat(parse("total_ms(align) / total_ms(pool) < 1e+2").threshold()).isEqualTo(100);
    }

    /** Arms have the names that the study writes, and 8.0 is 8. */
    @Test
    void armsOfNumbersAreFoundHoweverTheNumberIsWritten() {
        assertThat(parse("ap(align, stride=16.0) > ap(align, stride=8.0)"))
                .isEqualTo(parse("ap(align, stride=16) > ap(align, stride=8)"));
    }

    /** The number may stand first; the claim is the one about its metric. */
    @Test
    void turnsAClaimThatBeginsWithItsNumber() {
        assertThat(parse("60 points < ap50(align)")).isEqualTo(parse("ap50(align) > 60 points"));
        assertThat(parse("50 percent >= diverged(pool)")).isEqualTo(parse("diverged(pool) <= 50 percent"));
    }

    @Test
    void readsARatio() {
        assertThat(parse("total_ms(pool) / total_ms(align) >= 1.3"))
                .isEqualTo(new ClaimFormula(
                        true,
                        List.of(term(1, "total_ms", "pool"), term(1, "total_ms", "align")),
                        Relation.AT_LEAST,
                        1.3));
    }

    @Test
    void readsADifferenceOfDifferences() {
        ClaimFormula formula = parse(
                "ap(align, stride=16) - ap(pool, stride=16) > ap(align, stride=8) - ap(pool, backbone.stride = 8)");
        assertThat(formula.terms()).extracting(Term::factor).containsExactly(1.0, -1.0, -1.0, 1.0);
        assertThat(formula.terms().getLast().arms())
                .isEqualTo(Map.of("model.roi", "pool", "model.backbone.stride", "8"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "ap(aling) > ap(pool); unknown arm 'aling'; did you mean 'align'?",
                "ap(8) > 2 points; '8' is an arm of model.backbone.stride and train.images; write which, such as",
                "ap(strid=8) > 1 points; unknown path 'strid' in claims",
                "ap(stride=9) > 1 points; unknown arm '9' of model.backbone.stride",
                "ap(align) > 0.02; the number needs the unit of ap: points or percent or %",
                "ap(align) > 2 ms; the number needs the unit of ap: points or percent or %",
                "ap(align) > 2 point; the number needs the unit of ap: points or percent or %",
                "total_ms(align) - total_ms(pool) > 1 m; the number needs the unit of total_ms: ms",
                "ap(align) > 3 ms + 2 points; the number needs the unit of ap: points or percent or %",
                "ap(align) > 3 + 2 points; the number needs the unit of ap: points or percent or %",
                "ap(align) > total_ms(pool); 'ap' and 'total_ms' have different units",
                "ap(align) > ap(); every metric must name arms of the same paths",
                "ap(align, pool) > 1 points; names two arms of model.roi",
                "3 points > 2 points; no metric, expected one",
                "ap(align) / ap(pool) > 1 points; a quotient is compared with a number above 0 without a unit",
                "ap(align) > ap(pool) / ap(pool); a quotient stands alone on the left",
                "ap(align); expected one of > >= < <=, got the end",
                "ap(align) > ; expected a metric of an arm or a number, got the end",
                "ap(align) > 1e400 points; '1e400' is too large for a number, expected one such as",
                "ap(align) > 1e-400 points; '1e-400' is too small for a number, expected one such as",
                "ap(align) > ap(pool) ap; expected the end of the claim, got 'ap'"
            })
    void saysWhatIsWrong(String that, String problem) {
        String[] parts = problem.split("; ", -1);
        assertThatThrownBy(() -> parse(that))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(parts[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ap50(pool) > ap50(pool); ap50(pool) is compared with itself and drops out, name two arms",
                "ap50(pool, stride=8) <= ap50(stride=8, pool) + 1 points;"
                        + " ap50(pool, 8) is compared with itself and drops out, name two arms",
                "ap(pool) - ap(align) > ap75(align) - ap(align);"
                        + " ap(align) is compared with itself and drops out, name two arms",
                "total_ms(pool) / total_ms(pool) >= 1.1; a quotient of a number and itself is 1, name two arms",
                "ap50(pool) >= 0; holds whatever is measured: ap50(pool) is always in 0 to 100 points, state a bound",
                "ap50(pool) <= 100 %; holds whatever is measured: ap50(pool) is always in 0 to 100 points, state",
                "ap50(pool) < 100.5 %; holds whatever is measured: ap50(pool) is always in 0 to 100 points, state",
                "ap50(pool) > -1 points; holds whatever is measured: ap50(pool) is always in 0 to 100 points, state",
                "ap50(pool) < -1 points; can never hold: ap50(pool) is always in 0 to 100 points, state a bound",
                "ap50(pool) < 0; can never hold: ap50(pool) is always in 0 to 100 points, state a bound",
                "ap50(pool) > 100 points; can never hold: ap50(pool) is always in 0 to 100 points, state a bound",
                "ap50(pool) >= 101 points; can never hold: ap50(pool) is always in 0 to 100 points, state a bound",
                "0 > ap50(pool); can never hold: ap50(pool) is always in 0 to 100 points, state a bound",
                "ap50(pool) > ap50(align) + 100 points; can never hold: what it compares is always in -100 to 100 points",
                "ap50(pool) - ap50(align) >= -100 points; holds whatever is measured: what it compares is always in",
                "diverged(pool) <= 100 percent; holds whatever is measured: diverged(pool) is always in 0 to 100",
                "total_ms(pool) >= 0; holds whatever is measured: total_ms(pool) is always above 0 ms, state",
                "total_ms(pool) < 0; can never hold: total_ms(pool) is always above 0 ms, state a bound",
                "total_ms(pool) > 0; holds whatever is measured: total_ms(pool) is always above 0 ms, state",
                "train_seconds(pool) > 0 s; holds whatever is measured: train_seconds(pool) is always above 0 s, state",
                "train_seconds(pool) <= 0 s; can never hold: train_seconds(pool) is always above 0 s, state a bound",
                "0 s < train_seconds(pool); holds whatever is measured: train_seconds(pool) is always above 0 s, state",
                "ap50(pool) >= 100 points; can never be supported as it holds only at the end of the range: ap50(pool)",
                "ap50(pool) <= 0; can never be supported as it holds only at the end of the range: ap50(pool) is",
                "diverged(pool) >= 100 points; can never be supported as it holds only at the end of the range:",
                "diverged(pool) <= 0; can never be supported as it holds only at the end of the range: diverged(pool)",
                "ap50(pool) - ap50(align) <= -100 points; can never be supported as it holds only at the end of the",
                "ap50(pool) - ap50(align) >= 100 points; can never be supported as it holds only at the end of the",
                "ap50(pool) - ap50(align) > -100 points; can never be contradicted as it fails only at the end of the",
                "ap50(pool) < ap50(align) + 100 points; can never be contradicted as it fails only at the end of the"
            })
    void whatNoMeasurementCouldDecideIsNoClaim(String that, String problem) {
        assertThatThrownBy(() -> parse(that))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "claim '" + that + "': " + problem.replace(", ", "; ").replace("pool; 8", "pool, 8"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ap50(pool) > 0",
                "ap50(pool) <= 0.1 points",
                "ap50(pool) >= 99.9 points",
                "ap50(pool) < 100 points",
                "diverged(pool) > 0",
                "diverged(pool) < 100 points",
                "ap50(pool) - ap50(align) >= 99 points",
                "ap50(pool) - ap50(align) > -99 points",
                "total_ms(pool) > 0.1 ms",
                "total_ms(pool) - total_ms(align) > 1000000 ms",
                "total_ms(pool) / total_without_proposals_ms(pool) >= 5",
                "ap(pool) + ap(pool) > ap75(align) + ap50(align)"
            })
    void whatMayHoldAndMayFailIsAClaim(String that) {
        assertThatCode(() -> parse(that)).doesNotThrowAnyException();
    }

    @Test
    void aConditionMustBeVariedAndNotBeNamedTwice() {
        assertThatThrownBy(() -> ClaimFormula.parse(
                        new Claim("ap(align) > ap(pool)", Optional.of(Map.of("roi", "pool")), Optional.empty()),
                        ARMS,
                        TrialMeasures.catalogue()::find))
                .hasMessageContaining("'model.roi' is in 'where'");
        assertThat(ClaimFormula.where(
                        new Claim("ap(align) > ap(pool)", Optional.of(Map.of("stride", "16")), Optional.empty()), ARMS))
                .isEqualTo(Map.of("model.backbone.stride", "16"));
    }
}
