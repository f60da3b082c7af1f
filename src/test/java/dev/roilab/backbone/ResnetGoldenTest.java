package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import dev.roilab.testing.TestEngine;
import dev.roilab.testing.Waves;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A whole network with weights by formula, loaded from a file, against PyTorch's in double precision. */
class ResnetGoldenTest {
    private static final int HEIGHT = 32;
    private static final int WIDTH = 48;

    /** Of the largest activation: the project's for single precision. */
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"8, 1", "16, 2"})
    void activationsEqualTorch(int stride, int stage) {
        JsonNode expected =
                ReferenceCases.GOLDEN.json("backbone/resnet18").get("cases").get(stage);
        double[] wanted = ReferenceData.doubles(expected.get("every_97th"));
        try (Engine engine = TestEngine.create(2)) {
            Backbone backbone = Backbones.create(
                    settings(stride, Optional.of(weights(engine, stride).toString())), engine, new RandomStreams(1));
            Tape tape = Tape.inference(engine);
            Tensor output =
                    backbone.forward(tape, tape.constant(picture(engine))).value();
            assertThat(output.shape()).isEqualTo(Shape.of(ReferenceData.ints(expected.get("shape"))));
            float[] found = output.toFloats();
            double largest = 0;
            for (double value : wanted) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertThat(largest).isPositive();
            for (int i = 0; i < wanted.length; i++) {
                assertThat((double) found[97 * i])
                        .as("activation %d", 97 * i)
                        .isCloseTo(wanted[i], within(TOLERANCE * largest));
            }
        }
    }

    private static BackboneSettings settings(int stride, Optional<String> weights) {
        return new BackboneSettings.Resnet(18, stride, BackboneSettings.Norm.FOLDED, weights, 0);
    }

    private Path weights(Engine engine, int stride) {
        var tensors = new TreeMap<String, Values>();
        Backbone untrained = Backbones.create(settings(stride, Optional.empty()), engine, new RandomStreams(1));
        for (Parameter parameter : untrained.parameters()) {
            tensors.put(parameter.name(), new Values(parameter.shape(), Waves.of(parameter.name(), parameter.shape())));
        }
        Path file = folder.resolve("waves.safetensors");
        Safetensors.write(file, NamedTensors.of(tensors), new TreeMap<>());
        return file;
    }

    private static Tensor picture(Engine engine) {
        float[] values = new float[3 * HEIGHT * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (37 * i % 255 - 127) / 64f;
        }
        return engine.tensor(values, Shape.of(1, 3, HEIGHT, WIDTH));
    }
}
