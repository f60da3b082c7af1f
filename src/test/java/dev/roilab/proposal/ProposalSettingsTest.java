package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.YamlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProposalSettingsTest {
    record Study(ProposalSettings proposals) {}

    private static final String SEARCH =
            "{type: selective-search, count: 5, implementation: opencv, mode: fast, width: 0, smallest: 8}";
    private static final String GRID = "{type: dense-grid, count: 5, scales: [16, 32], ratios: [1], step: 0.5}";
    private static final String STORED = "{type: stored, count: 5, file: boxes.json}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    count: 5    | count: 0     | count must be >= 1, got 0
                    width: 0    | width: -1    | width must be >= 16 pixels, or 0 for no resizing, got -1
                    width: 0    | width: 15    | width must be >= 16 pixels, or 0 for no resizing, got 15
                    smallest: 8 | smallest: -2 | smallest must be >= 0 pixels, got -2.0
                    """)
    void searchIsChecked(String before, String after, String message) {
        refuses(SEARCH.replace(before, after), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    count: 5         | count: -3        | count must be >= 1, got -3
                    scales: [16, 32] | scales: []       | scales must be one or more sides >= 1, got []
                    scales: [16, 32] | scales: [16, 0]  | scales must be one or more sides >= 1, got [16.0, 0.0]
                    ratios: [1]      | ratios: [-1]     | ratios must be one or more numbers in [0.01, 100], got [-1.0]
                    step: 0.5        | step: 0          | step must be in [0.01, 1]: a part of a box's side, got 0.0
                    step: 0.5        | step: 1.5        | step must be in [0.01, 1]: a part of a box's side, got 1.5
                    """)
    void gridIsChecked(String before, String after, String message) {
        refuses(GRID.replace(before, after), message);
    }

    @Test
    void storedIsChecked() {
        refuses(STORED.replace("5", "0"), "count must be >= 1, got 0");
        refuses(STORED.replace("boxes.json", "' '"), "file must name stored proposals, got an empty text");
    }

    @Test
    void allThatIsWrongInABlockIsSaid() {
        refuses(
                SEARCH.replace("count: 5", "count: 0").replace("smallest: 8", "smallest: -2"),
                "count must be >= 1, got 0; smallest must be >= 0 pixels, got -2.0");
    }

    @Test
    void goodBlocksPass() {
        for (String block : new String[] {SEARCH, GRID, STORED}) {
            assertThat(RecordBinder.bind("x.yaml", "proposals: " + block, Study.class)
                            .proposals()
                            .count())
                    .isEqualTo(5);
        }
    }

    /** A message begins with the key that it is about, and its place is that of the key's value. */
    private static void refuses(String block, String message) {
        String line = "proposals: " + block;
        String key = message.substring(0, message.indexOf(' ')) + ": ";
        int column = line.indexOf(key) + key.length() + 1;
        assertThatThrownBy(() -> RecordBinder.bind("x.yaml", line, Study.class))
                .isInstanceOf(YamlException.class)
                .hasMessage("x.yaml:1:" + column + ": " + message);
    }
}
