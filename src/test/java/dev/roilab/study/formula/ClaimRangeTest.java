package dev.roilab.study.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRangeTest {
    private static ClaimRange range(String claim) {
        return ClaimRange.of(ClaimFormula.parse(
                new Claim(claim, Optional.empty(), Optional.empty()),
                Map.of("model.roi", List.of("a", "b", "c")),
                _ -> Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ap(a) > ap(b)             | ap(b) < ap(a)             | same
            ap(a) > ap(b)             | ap(a) - ap(b) > 0         | same
            ap(b) - ap(a) <= 2 points | ap(a) >= ap(b) - 2 points | same
            ap(a) / ap(b) >= 2        | ap(b) / ap(a) <= 0.5      | same
            ap(a) > ap(b)             | ap(b) > ap(a)             | excluded
            ap(a) > ap(b)             | ap(a) <= ap(b)            | excluded
            ap(a) - ap(b) >= 3 points | ap(a) - ap(b) < 3 points  | excluded
            ap(a) / ap(b) > 2         | ap(a) / ap(b) <= 2        | excluded
            ap(a) >= ap(b)            | ap(b) >= ap(a)            | possible
            ap(a) - ap(b) <= 2 points | ap(b) - ap(a) <= 2 points | possible
            ap(a) > ap(b)             | ap(b) > ap(c)             | possible
            ap(a) > ap(b)             | ap50(b) > ap50(a)         | possible
            ap(a) > ap(b)             | ap(a) - ap(b) > 2 points  | possible
            ap(a) / ap(b) > 2         | ap(a) - ap(b) < 0         | possible
            """)
    void twoClaimsAreOneOrExcludeEachOtherOrNeither(String first, String second, String expected) {
        ClaimRange one = range(first);
        ClaimRange other = range(second);
        assertThat(one.equals(other)).isEqualTo(expected.equals("same"));
        assertThat(one.contradicts(other)).isEqualTo(expected.equals("excluded"));
        assertThat(other.contradicts(one)).isEqualTo(expected.equals("excluded"));
    }
}
