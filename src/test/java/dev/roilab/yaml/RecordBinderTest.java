package dev.roilab.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordBinderTest {
    private static final String VALID = """
            name: roi-align-2
            seed: 7
            roi: {type: roi-align, output_size: 7, sampling_ratio: 2}
            train: {epochs: 3, learning_rate: 1e-3, box_loss: smooth-l1}
            """;

    record Experiment(String name, long seed, Roi roi, Train train) {}

    record Train(int epochs, double learningRate, Loss boxLoss, Optional<Integer> limitBatches) {
        Train {
            if (epochs < 1) {
                throw new IllegalArgumentException("epochs must be >= 1, got " + epochs);
            }
        }
    }

    enum Loss {
        L2,
        SMOOTH_L1
    }

    sealed interface Roi {
        record RoiPool(int outputSize) implements Roi {}

        record RoiAlign(int outputSize, int samplingRatio) implements Roi {}

        record Spp(List<Integer> levels) implements Roi {}
    }

    record Everything(
            Map<String, Band> bands, List<Double> rates, boolean flip, Optional<Roi> roi, Optional<String> note) {}

    record Band(double from, double to) {}

    @Test
    void bindsRecordsSealedTypesEnumsAndOptionals() {
        var experiment = RecordBinder.bind("x.yaml", VALID, Experiment.class);
        assertThat(experiment.roi()).isEqualTo(new Roi.RoiAlign(7, 2));
        assertThat(experiment.train()).isEqualTo(new Train(3, 0.001, Loss.SMOOTH_L1, Optional.empty()));
    }

    record Pool(Kernel kernel, List<Kernel> more, Kernel.Square square) {}

    @Usual(Kernel.Square.class)
    sealed interface Kernel {
        record Square(int side) implements Kernel {}

        record Global() implements Kernel {}
    }

    /** In a list, too; and a record of one kind alone may be named. */
    @Test
    void aBlockWithoutTypeIsTheUsualRecord() {
        var read = RecordBinder.bind(
                "x.yaml",
                "{kernel: {side: 2}, more: [{type: square, side: 3}, {type: global}, {side: 4}],"
                        + " square: {type: square, side: 5}}",
                Pool.class);
        assertThat(read)
                .isEqualTo(new Pool(
                        new Kernel.Square(2),
                        List.of(new Kernel.Square(3), new Kernel.Global(), new Kernel.Square(4)),
                        new Kernel.Square(5)));
        assertThat(YamlWriter.canonical(YamlWriter.tree(read)))
                .isEqualTo("{kernel: {side: 2}, more: [{side: 3}, {type: global}, {side: 4}], square: {side: 5}}");
        assertThat(RecordBinder.bind(YamlWriter.tree(read), Pool.class)).isEqualTo(read);
        assertThatThrownBy(() -> RecordBinder.bind(
                        "x.yaml", "{kernel: {type: globe}, more: [], square: {type: global}}", Pool.class))
                .hasMessageContaining("x.yaml:1:17: unknown type 'globe'; did you mean 'global'?")
                .hasMessageContaining("x.yaml:1:50: expected type square, the only one here, got 'global'");
        assertThat(RecordKeys.of(Pool.class).getFirst())
                .isEqualTo(new RecordKeys.Key(
                        "kernel.type", "square, global", true, List.of(), List.of(Kernel.class.getName())));
    }

    @Test
    void bindsMapsListsAndEmptyOptionals() {
        var bound = RecordBinder.bind(
                "x.yaml",
                "bands: {low: {from: 0, to: .5}, high: {from: 5e-1, to: 1.}}\nrates: [1, 1e-3]\nflip: true\nroi:\nnote: ~",
                Everything.class);
        assertThat(bound.bands()).containsOnlyKeys("low", "high").containsEntry("high", new Band(0.5, 1));
        assertThat(bound.rates()).containsExactly(1.0, 0.001);
        assertThat(bound.roi()).isEmpty();
        assertThat(bound.note()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            seed: 7           | seed: seven       | x.yaml:2:7: expected an integer, got 'seven'
            seed: 7           | 'seed: "7"'       | x.yaml:2:7: expected an integer without quotes, got "7"
            seed: 7           | seed: 99999999999999999999 | x.yaml:2:7: expected an integer from -9223372036854775808 to 9223372036854775807, got '99999999999999999999'
            seed: 7           | 'seed:'           | x.yaml:2:6: expected an integer, got nothing
            seed: 7           | seed: [7]         | x.yaml:2:7: expected an integer, got a list
            seed: 7           | seeed: 7          | x.yaml:1:1: missing key 'seed'#x.yaml:2:1: unknown key 'seeed'; did you mean 'seed'?
            seed: 7           | '[a]: 7'          | x.yaml:2:1: a key must be one word
            seed: 7           | 'seed: 7#seed: 8' | x.yaml:3:1: duplicate key 'seed'
            seed: 7           | 'seed: &s 7'      | x.yaml:2:7: anchor '&s': anchors and aliases are refused; write the value out or use 'extends'
            seed: 7           | 'seed: *s'        | x.yaml:2:7: alias '*s': anchors and aliases are refused; write the value out or use 'extends'
            seed: 7           | 'seed: !!int 7'   | x.yaml:2:7: tag 'tag:yaml.org,2002:int': tags are refused
            sampling_ratio: 2 | sampling_ratoi: 2 | x.yaml:3:6: missing key 'sampling_ratio' of type roi-align#x.yaml:3:40: unknown key 'sampling_ratoi'; did you mean 'sampling_ratio'?
            'type: roi-align,'| ''                | x.yaml:3:6: missing key 'type', one of roi-pool, roi-align, spp
            roi-align,        | roi-alin,         | x.yaml:3:13: unknown type 'roi-alin'; did you mean 'roi-align'?
            output_size: 7    | output_size: 3000000000 | x.yaml:3:37: expected an integer from -2147483648 to 2147483647, got '3000000000'
            smooth-l1         | smoothl1          | x.yaml:4:51: unknown value 'smoothl1'; did you mean 'smooth-l1'?
            epochs: 3         | epochs: 2.7       | x.yaml:4:17: expected an integer, got '2.7'
            epochs: 3         | epochs: 0         | x.yaml:4:17: epochs must be >= 1, got 0
            1e-3              | .nan              | x.yaml:4:35: expected a finite number, got '.nan'
            1e-3              | NaN               | x.yaml:4:35: expected a finite number, got 'NaN'
            1e-3              | 1e999             | x.yaml:4:35: expected a finite number, got '1e999'
            1e-3              | 0x1p3             | x.yaml:4:35: expected a finite number, got '0x1p3'
            """)
    void reportsTheProblemAtItsPosition(String valid, String broken, String messages) {
        String yaml = VALID.replace(valid, broken.replace('#', '\n'));
        assertThat(yaml).isNotEqualTo(VALID);
        assertProblems(yaml, messages.replace('#', '\n'));
    }

    @Test
    void reportsAllProblemsInReadingOrder() {
        assertProblems("""
                name: x
                sed: 7
                roi: {type: spp, levels: [1, two, 4]}
                train: {epochs: many, learning_rate: 1, box_loss: l3}
                """, """
                x.yaml:1:1: missing key 'seed'
                x.yaml:2:1: unknown key 'sed'; did you mean 'seed'?
                x.yaml:3:30: expected an integer, got 'two'
                x.yaml:4:17: expected an integer, got 'many'
                x.yaml:4:51: unknown value 'l3'; did you mean 'l2'?""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n...\n"})
    void rejectsAnEmptyDocument(String yaml) {
        assertThatThrownBy(() -> RecordBinder.bind("x.yaml", yaml, Experiment.class))
                .isInstanceOf(YamlException.class)
                .hasMessageMatching("x.yaml: is empty|x.yaml:[0-9:]+ expected keys and values, got nothing");
    }

    @Test
    void rejectsTextThatIsNotYaml() {
        assertThatThrownBy(() -> RecordBinder.bind("x.yaml", "a: [1, 2\nb: 3", Experiment.class))
                .isInstanceOf(YamlException.class)
                .hasMessageStartingWith("x.yaml:2:");
    }

    @Test
    void rejectsASecondDocument() {
        assertProblems(VALID + "---\na: 1", "x.yaml:6:1: a second document begins here; expected one document a file");
    }

    @Test
    void rejectsAnAbyss() {
        assertThatThrownBy(() -> YamlReader.read("x.yaml", "[".repeat(500) + "]".repeat(500)))
                .hasMessage("x.yaml:1:41: is nested deeper than 40 levels");
    }

    private static void assertProblems(String yaml, String messages) {
        assertThatThrownBy(() -> RecordBinder.bind("x.yaml", yaml, Experiment.class))
                .isInstanceOf(YamlException.class)
                .hasMessage(messages);
    }

    record Bounded(
            @Range(min = 0, max = 1) double momentum,
            @Range(above = 0) int steps,
            Ordered band,
            List<Integer> sizes) {
        Bounded {
            Ranges.require(Bounded.class, momentum, steps, band, sizes);
        }
    }

    record Ordered(double from, double to) {
        Ordered {
            if (from >= to) {
                throw new IllegalArgumentException("a band needs from < to");
            }
        }
    }

    /** One value that cannot be made must not hide what is wrong beside it. */
    @Test
    void rangesAreCheckedBesideAValueThatIsWrong() {
        assertThatThrownBy(() -> RecordBinder.bind("x.yaml", """
                        momentum: 1.5
                        steps: 0
                        band: {from: 0.6, to: 0.1}
                        sizes: [1, two]
                        """, Bounded.class))
                .hasMessage("""
                        x.yaml:1:11: momentum must be in [0, 1], got 1.5
                        x.yaml:2:8: steps must be > 0, got 0
                        x.yaml:3:7: a band needs from < to
                        x.yaml:4:12: expected an integer, got 'two'""");
        assertThatThrownBy(() -> RecordBinder.bind("x.yaml", """
                        momentum: 1.5
                        steps: 1
                        band: {from: 0, to: 0.1}
                        sizes: []
                        size: 3
                        """, Bounded.class))
                .hasMessage("""
                        x.yaml:1:11: momentum must be in [0, 1], got 1.5
                        x.yaml:5:1: unknown key 'size'; did you mean 'sizes'?""");
    }
}
