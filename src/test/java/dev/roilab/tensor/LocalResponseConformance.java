package dev.roilab.tensor;

import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.testing.ReferenceCases;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Local response normalisation and its gradient. */
interface LocalResponseConformance extends TorchReferenceConformance {
    /** {@code a / (k + alpha / n * sum of squares)^beta}, one number after the other. */
    private static double[] twin(double[] x, Shape shape, LocalResponse how) {
        int channels = shape.size(1);
        int cells = shape.size(2) * shape.size(3);
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int channel = i / cells % channels;
            double sum = 0;
            for (int other = 0; other < channels; other++) {
                double value = x[i + (other - channel) * cells];
                sum += Math.abs(other - channel) <= how.neighbours() / 2 ? value * value : 0;
            }
            result[i] = x[i] / Math.pow(how.constant() + how.alpha() / how.neighbours() * sum, how.beta());
        }
        return result;
    }

    /** More and fewer channels than neighbours, powers by roots and by exponentials, maps of one cell and of none. */
    @ParameterizedTest
    @CsvSource({
        "19, 3, 4, 5, 1.5, 0.75, 2",
        "3, 3, 2, 5, 2.5, 0.75, 1",
        "1, 2, 3, 3, 1.5, 0.75, 0.5",
        "40, 1, 1, 7, 3.5, 0.75, 2",
        "6, 2, 3, 1, 1, 1.25, 1",
        "6, 2, 3, 3, 2, 0.5, 1",
        "5, 2, 2, 13, 0, 0.75, 4",
        "5, 0, 2, 5, 1, 0.75, 4",
        "0, 2, 2, 5, 1, 0.75, 4"
    })
    default void localResponseAndItsGradientEqualTheirTwins(
            int channels, int height, int width, int neighbours, double alpha, double beta, double constant) {
        var how = new LocalResponse(neighbours, alpha, beta, constant);
        Shape shape = Shape.of(2, channels, height, width);
        float[] numbers = Twins.random(1, shape);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= 3;
        }
        float[] upstream = Twins.random(2, shape);
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(numbers.clone(), shape);
            Tensor found = engine.normalization().localResponse(input, how);
            requireClose("values", found.toFloats(), twin(doubles(numbers), shape, how), 1e-5);
            requireClose(
                    "gradient",
                    engine.normalization()
                            .localResponseGradient(input, engine.tensor(upstream, shape), how)
                            .toFloats(),
                    Twins.slope(x -> twin(x, shape, how), doubles(numbers), upstream),
                    1e-5);
            assertThat(input.toFloats()).as("the input, afterwards").isEqualTo(numbers);
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    default void localResponsesEqualTorch(ReferenceCases source) {
        check(source, "norm_act_resample.json", "lrn", 1, (engine, one) -> {
            JsonNode params = one.get("params");
            var how = new LocalResponse(
                    params.get("size").asInt(),
                    params.get("alpha").asDouble(),
                    params.get("beta").asDouble(),
                    params.get("k").asDouble());
            Tensor x =
                    TorchReferenceConformance.tensor(engine, one.get("inputs").get("x"));
            TorchReferenceConformance.require(
                    "output", engine.normalization().localResponse(x, how), one.get("output"));
            Tensor upstream = TorchReferenceConformance.tensor(engine, one.get("upstream_gradient"));
            TorchReferenceConformance.require(
                    "x",
                    engine.normalization().localResponseGradient(x, upstream, how),
                    one.get("gradients").get("x"));
        });
    }

    /** Of many tasks, and of maps as layers hand them on. */
    @Test
    default void localResponsesDoNotDependOnTheThreadCount() {
        List<List<float[]>> found =
                List.of(1, 2, 3).stream().map(this::ofThreads).toList();
        for (int i = 0; i < found.getFirst().size(); i++) {
            assertThat(found.get(1).get(i)).isEqualTo(found.get(0).get(i));
            assertThat(found.get(2).get(i)).isEqualTo(found.get(0).get(i));
        }
    }

    private List<float[]> ofThreads(int threads) {
        Shape shape = Shape.of(3, 17, 61, 67);
        try (Engine engine = create(threads)) {
            Tensor map = NonFiniteNumbers.stored(engine, NonFiniteNumbers.whole(1, shape), shape);
            Tensor gradient = engine.tensor(NonFiniteNumbers.whole(2, shape), shape);
            return List.of(
                    engine.normalization()
                            .localResponse(map, LocalResponse.PAPER)
                            .toFloats(),
                    engine.normalization()
                            .localResponseGradient(map, gradient, LocalResponse.PAPER)
                            .toFloats());
        }
    }

    /** NaN spoils its neighbours at its own place, no other number. */
    @Test
    default void nanSpoilsTheNeighboursOfItsPlace() {
        Shape shape = Shape.of(1, 4, 1, 2);
        float[] numbers = {Float.NaN, 1, 2, 3, 4, 5, 6, 7};
        var how = new LocalResponse(3, 1, 0.75, 1);
        try (Engine engine = create(2)) {
            Tensor input = engine.tensor(numbers, shape);
            Tensor ones = engine.tensor(NonFiniteNumbers.filled(8, 1), shape);
            float[] values = engine.normalization().localResponse(input, how).toFloats();
            float[] slopes = engine.normalization()
                    .localResponseGradient(input, ones, how)
                    .toFloats();
            for (int i = 0; i < 8; i++) {
                assertThat(Float.isNaN(values[i])).as("value %d", i).isEqualTo(i == 0 || i == 2);
                assertThat(Float.isNaN(slopes[i])).as("slope %d", i).isEqualTo(i == 0 || i == 2 || i == 4);
            }
        }
    }

    @Test
    default void localResponsesRefuseWhatDoesNotFit() {
        try (Engine engine = create(1)) {
            var operations = engine.normalization();
            Tensor map = engine.zeros(Shape.of(1, 2, 3, 3));
            Tensor rows = engine.zeros(Shape.of(2, 3));
            assertThatThrownBy(() -> operations.localResponse(rows, LocalResponse.PAPER))
                    .hasMessageContaining("local response")
                    .hasMessageContaining("[2, 3]");
            Tensor other = engine.zeros(Shape.of(1, 2, 3, 4));
            assertThatThrownBy(() -> operations.localResponseGradient(map, other, LocalResponse.PAPER))
                    .hasMessageContaining("[1, 2, 3, 4]")
                    .hasMessageContaining("[1, 2, 3, 3]");
        }
        assertThatThrownBy(() -> new LocalResponse(4, 1, 1, 1)).hasMessageContaining("odd number of neighbours, got 4");
        assertThatThrownBy(() -> new LocalResponse(5, 1, 1, 0))
                .hasMessageContaining("constant > 0, got 1.0, 1.0 and 0");
    }
}
