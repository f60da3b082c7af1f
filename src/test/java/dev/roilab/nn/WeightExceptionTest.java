package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightExceptionTest {
    @Test
    void ofAnotherNetworksFileListsSomeProblemsAndCountsTheRest() {
        List<String> problems = IntStream.range(0, 40)
                .mapToObj(layer -> "missing: layer" + layer)
                .toList();
        assertThat(WeightException.ofMisfit(problems))
                .hasMessageStartingWith("missing: layer0\nmissing: layer1\n")
                .hasMessageEndingWith("missing: layer11\nand 28 more; is it the file of another network?");
        assertThat(new WeightException(problems)).hasMessageEndingWith("missing: layer11\nand 28 more");
    }

    @Test
    void listsFewProblemsWhole() {
        assertThat(new WeightException(List.of("missing: fc6.weight", "missing: fc6.bias")))
                .hasMessage("missing: fc6.weight\nmissing: fc6.bias");
    }
}
