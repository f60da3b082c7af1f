package dev.roilab.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NaturalOrderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "9 10 100",
                "-2 -1.5 0 3",
                "0.02 0.1 1e0 20",
                "1e-3 0.01",
                "rate=0.02 rate=0.1 rate=1",
                "ss5 ss10 ss100 x",
                "1.9.2 1.10.1",
                "9GB 10GB 1000GB",
                "2026-11-09T10:00:00Z 2026-11-21T09:00:00Z",
                "a a1",
                "align pool"
            })
    void numbersAreOrderedByTheirSize(String ordered) {
        List<String> labels = List.of(ordered.split(" "));
        assertThat(labels.reversed().stream().sorted(NaturalOrder.INSTANCE)).containsExactlyElementsOf(labels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1 0.10", "01 1", "1e1 10"})
    void equalNumbersOfDifferentSpellingAreTwoLabels(String pair) {
        List<String> labels = List.of(pair.split(" "));
        assertThat(NaturalOrder.INSTANCE.compare(labels.getFirst(), labels.getLast()))
                .isNotZero();
    }
}
