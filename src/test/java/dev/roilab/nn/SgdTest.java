package dev.roilab.nn;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceCases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SgdTest {
    @ParameterizedTest
    @CsvSource({
        "GOLDEN, sgd lr .1, 0, 0",
        "GOLDEN, sgd momentum .9, 0.9, 0",
        "GOLDEN, sgd momentum .9 weight_decay .0005, 0.9, 0.0005",
        "SHARED, sgd lr .1, 0, 0",
        "SHARED, sgd momentum .9, 0.9, 0",
        "SHARED, sgd momentum .9 weight_decay .0005, 0.9, 0.0005"
    })
    void everyStepEqualsTorch(ReferenceCases source, String name, double momentum, double decay) {
        JsonNode example = reference(source, name);
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            float[] initial = floats(example.get("initial"));
            Parameter parameter = parameter(engine, "w", 1, 1, initial);
            var optimizer = new Sgd(engine, List.of(parameter), momentum, decay);
            for (int step = 0; step < example.get("gradients").size(); step++) {
                step(engine, optimizer, 0.1, floats(example.get("gradients").get(step)), parameter);
                double[] expected = doubles(example.get("after_each_step").get(step));
                float[] found = parameter.value().toFloats();
                for (int i = 0; i < expected.length; i++) {
                    assertThat((double) found[i]).isCloseTo(expected[i], within(1e-6));
                }
            }
        }
    }

    private static JsonNode reference(ReferenceCases source, String name) {
        JsonNode cases = source.json("torch_ops/optim").get("cases");
        return StreamSupport.stream(cases.spliterator(), false)
                .filter(item -> item.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ratesAndDecayAreScaledByTheParameter() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Parameter plain = parameter(engine, "plain", 1, 1, 2);
            Parameter slow = parameter(engine, "slow", 0.1, 1, 2);
            Parameter undecayed = parameter(engine, "undecayed", 2, 0, 2);
            Parameter frozen = parameter(engine, "frozen", 0, 1, 2);
            var parameters = new Parameter[] {plain, slow, undecayed, frozen};
            var optimizer = new Sgd(engine, List.of(parameters), 0.5, 0.1);
            // v = 1 + 0.1 * 2 with decay, 1 without; w = 2 - 0.1 * factor * v.
            step(engine, optimizer, 0.1, new float[] {1}, parameters);
            assertThat(value(plain)).isCloseTo(2 - 0.1 * 1.2, within(1e-6));
            assertThat(value(slow)).isCloseTo(2 - 0.01 * 1.2, within(1e-6));
            assertThat(value(undecayed)).isCloseTo(2 - 0.2, within(1e-6));
            assertThat(value(frozen)).isEqualTo(2);
            // v = 0.5 * 1.2 + 1 + 0.1 * 1.88 and 0.5 * 1 + 1: the velocity holds no rate, so a new rate counts at once.
            step(engine, optimizer, 0.01, new float[] {1}, parameters);
            assertThat(value(plain)).isCloseTo(1.88 - 0.01 * 1.788, within(1e-6));
            assertThat(value(undecayed)).isCloseTo(1.8 - 0.02 * 1.5, within(1e-6));
            assertThat(value(frozen)).isEqualTo(2);
        }
    }

    /** Fast R-CNN, section 2.3: 1 for weights, 2 for biases. */
    @Test
    void biasesLearnAtARateOfTheirOwn() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Parameter weight = parameter(engine, "head.fc6.weight", 1, 0, 2);
            Parameter bias = parameter(engine, "head.fc6.bias", 1, 0, 2);
            Parameter alike = parameter(engine, "unbias", 1, 0, 2);
            var parameters = new Parameter[] {weight, bias, alike};
            var optimizer = new Sgd(engine, List.of(parameters), new SgdSettings(0.9, 0.1, 2, OptionalDouble.empty()));
            step(engine, optimizer, 0.1, new float[] {1}, parameters);
            assertThat(value(weight)).isCloseTo(1.9, within(1e-6));
            assertThat(value(bias)).isCloseTo(1.8, within(1e-6));
            assertThat(value(alike)).isCloseTo(1.9, within(1e-6));
        }
    }

    /** Two gradients of (3, 4) and (3, 4): their norm together is the square root of 50. */
    @ParameterizedTest
    @CsvSource({"10, 1", "7.0710679, 1", "1, 0.1414213562", "1e-3, 1.414213562e-4"})
    void gradientsAreScaledDownTogether(double most, double factor) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Parameter first = parameter(engine, "first", 1, 0, 1, 1);
            Parameter second = parameter(engine, "second", 2, 1, 1, 1);
            Parameter frozen = parameter(engine, "frozen", 0, 1, 1, 1);
            var settings = new SgdSettings(0.9, 0.5, 1, OptionalDouble.of(most));
            var optimizer = new Sgd(engine, List.of(first, second, frozen), settings);
            step(engine, optimizer, 0.1, new float[] {3, 4}, first, second, frozen);
            assertThat(first.value().toFloats())
                    .containsExactly(
                            new float[] {(float) (1 - 0.3 * factor), (float) (1 - 0.4 * factor)}, within(1e-6f));
            // Decay is no gradient, and no part of the norm.
            assertThat(second.value().toFloats())
                    .containsExactly(
                            new float[] {(float) (1 - 0.2 * (3 * factor + 0.5)), (float) (1 - 0.2 * (4 * factor + 0.5))
                            },
                            within(1e-6f));
        }
    }

    @Test
    void aParameterWithoutGradientStays() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Parameter used = parameter(engine, "used", 1, 1, 2);
            Parameter unused = parameter(engine, "unused", 1, 1, 2);
            var optimizer = new Sgd(engine, List.of(used, unused), 0.9, 0.1);
            step(engine, optimizer, 0.1, new float[] {1}, used);
            assertThat(value(used)).isLessThan(2);
            assertThat(value(unused)).isEqualTo(2);
        }
    }

    @Test
    void velocitiesOfTrainedParametersAreItsState() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Parameter trained = parameter(engine, "trained", 1, 1, 2, 3);
            Parameter frozen = parameter(engine, "frozen", 0, 1, 2);
            var optimizer = new Sgd(engine, List.of(trained, frozen), 0.9, 0);
            step(engine, optimizer, 0.1, new float[] {4, 5}, trained);
            assertThat(optimizer.state()).singleElement().satisfies(velocity -> {
                assertThat(velocity.name()).isEqualTo("velocity.trained");
                assertThat(velocity.value().toFloats()).containsExactly(4, 5);
            });
        }
    }

    /** Both uses of a shared parameter have the gradient 1; listed twice, it used to move twice. */
    @Test
    void aParameterThatTwoLayersShareMovesOnceByTheSumOfItsGradients() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Parameter shared = parameter(engine, "shared", 1, 1, 2);
            var optimizer = new Sgd(engine, List.of(shared, shared), 0.5, 0);
            for (double expected : new double[] {2 - 0.2, 2 - 0.2 - 0.1 * (0.5 * 2 + 2)}) {
                try (Scope _ = engine.openScope()) {
                    Tape tape = Tape.recording(engine);
                    Variable first = use(tape, shared);
                    Variable second = use(tape, shared);
                    var gradients = new LinkedHashMap<Variable, Tensor>();
                    gradients.put(first, engine.tensor(new float[] {1}, Shape.of(1)));
                    gradients.put(second, engine.tensor(new float[] {1}, Shape.of(1)));
                    tape.backward(gradients);
                    optimizer.step(tape, 0.1);
                }
                assertThat(value(shared)).isCloseTo(expected, within(1e-6));
            }
            assertThat(optimizer.state()).hasSize(1);
            assertThat(NamedTensors.of(List.of(shared, shared)).byName()).containsOnlyKeys("shared");
        }
    }

    /** The identity, as a layer would record it. */
    private static Variable use(Tape tape, Parameter parameter) {
        Variable variable = tape.variable(parameter);
        Tensor copy = tape.engine().tensor(parameter.value().toFloats(), parameter.shape());
        return tape.record(copy, List.of(variable), (gradient, gradients) -> gradients.add(variable, () -> gradient));
    }

    @Test
    void parametersOfOneNameAreRefusedAllAtOnce() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            List<Parameter> twins = List.of(
                    parameter(engine, "b", 1, 1, 2),
                    parameter(engine, "a", 1, 1, 2),
                    parameter(engine, "b", 1, 1, 2),
                    parameter(engine, "a", 0, 1, 2));
            for (ThrowingCallable use :
                    List.<ThrowingCallable>of(() -> new Sgd(engine, twins, 0.9, 0), () -> NamedTensors.of(twins))) {
                assertThatThrownBy(use)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("several parameters have the name a, b; layers that share one must have the same"
                                + " object");
            }
        }
    }

    private static Parameter parameter(Engine engine, String name, double rate, double decay, float... values) {
        return new Parameter(name, engine.tensor(values, Shape.of(values.length)), rate, decay);
    }

    private static double value(Parameter parameter) {
        return parameter.value().toFloats()[0];
    }

    /** One step in which every parameter, frozen ones excepted, has this gradient. */
    private static void step(Engine engine, Sgd optimizer, double rate, float[] gradient, Parameter... parameters) {
        try (Scope _ = engine.openScope()) {
            Tape tape = Tape.recording(engine);
            var gradients = new LinkedHashMap<Variable, Tensor>();
            for (Parameter parameter : parameters) {
                gradients.put(tape.variable(parameter), engine.tensor(gradient, parameter.shape()));
            }
            tape.backward(gradients);
            optimizer.step(tape, rate);
        }
    }
}
