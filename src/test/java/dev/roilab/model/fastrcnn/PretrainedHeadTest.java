package dev.roilab.model.fastrcnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.autograd.Parameter;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.Models;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The region network's hidden layers as those of the classifier that the backbone comes from. */
class PretrainedHeadTest {
    private static final int FC = 8;
    private static final int CELLS = 49;

    @TempDir
    private Path folder;

    private static FastRcnnSettings model(Optional<String> weights) {
        return Models.fastRcnn(
                new BackboneSettings.Vgg(11, 8, 0.03125, weights, 0),
                new RoiLayer.RoiPool(7),
                new HeadSettings.Fc(List.of(FC, FC), Optional.empty(), weights.map(_ -> true)),
                new BoxLoss.SmoothL1(1, 1),
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
    }

    private static NamedTensors.Named values(Shape shape, IntToDoubleFunction value) {
        return new NamedTensors.Named(shape, () -> {
            float[] numbers = new float[Math.toIntExact(shape.elements())];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (float) value.applyAsDouble(i);
            }
            return numbers;
        });
    }

    private static Parameter named(FastRcnn network, String end) {
        return network.parameters().stream()
                .filter(parameter -> parameter.name().endsWith(end))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void fc6AndFc7AreTheFilesCellByCell() {
        try (Engine engine = Engines.create("cpu", "cpu", 1);
                Scope _ = engine.openScope()) {
            var untrained = new FastRcnn(engine, model(Optional.empty()), 2, new RandomStreams(1));
            Shape fc6 = named(untrained, "fc6.weight").value().shape();
            int channels = fc6.size(1) / CELLS;
            SortedMap<String, NamedTensors.Named> tensors = new TreeMap<>();
            Stream.concat(untrained.parameters().stream(), untrained.buffers().stream())
                    .filter(parameter -> parameter.name().startsWith("features."))
                    .forEach(parameter -> tensors.put(
                            parameter.name(), values(parameter.value().shape(), i -> i % 7)));
            tensors.put("classifier.0.weight", values(fc6, i -> i));
            tensors.put("classifier.0.bias", values(Shape.of(FC), i -> 100 + i));
            tensors.put("classifier.3.weight", values(Shape.of(FC, FC), i -> -i));
            tensors.put("classifier.3.bias", values(Shape.of(FC), i -> 200 + i));
            Path file = folder.resolve("vgg11.safetensors");
            Safetensors.write(file, new NamedTensors(tensors), new TreeMap<>());

            var network = new FastRcnn(engine, model(Optional.of(file.toString())), 2, new RandomStreams(1));
            float[] loaded = named(network, "fc6.weight").value().toFloats();
            // A row of the file is [channel][cell]; a region is flattened as [cell][channel].
            for (int row = 0; row < FC; row++) {
                for (int cell = 0; cell < CELLS; cell++) {
                    for (int channel = 0; channel < channels; channel++) {
                        int place = row * channels * CELLS;
                        assertThat(loaded[place + cell * channels + channel]).isEqualTo(place + channel * CELLS + cell);
                    }
                }
            }
            assertThat(named(network, "fc6.bias").value().toFloats())
                    .startsWith(100, 101)
                    .endsWith(107);
            assertThat(named(network, "fc7.weight").value().toFloats())
                    .startsWith(0, -1)
                    .endsWith(-63);
            assertThat(named(network, "fc7.bias").value().toFloats())
                    .startsWith(200, 201)
                    .endsWith(207);
        }
    }
}
