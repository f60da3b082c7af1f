package dev.roilab.model.fastrcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Parameter;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Scope;
import dev.roilab.testing.TestEngine;
import dev.roilab.testing.Waves;
import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A head that is the last stage of the backbone: its settings, its weights, what of it learns. */
class StageHeadTest {
    private static final String BLOCK = """
            proposals: {type: dense-grid, count: 24, scales: [16, 24], ratios: [1.0], step: 0.4}
            backbone: BACKBONE
            roi: ROI
            head: HEAD
            box_loss: {type: l1, weight: 1}
            box_targets: {deviation: [0.1, 0.1, 0.2, 0.2]}
            sampling: {rois: 8, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0, to: 0.5}}
            postprocessing: {score: 0.05, nms: 0.3, detections: 6}
            """;

    private static final String C4 = "{type: resnet, depth: 18, stride: 16, norm: frozen, frozen_below: 0}";
    private static final String POOL = "{type: roi-pool, output_size: 4}";

    @TempDir
    private Path folder = Path.of("");

    private static FastRcnnSettings bound(String backbone, String roi, String head) {
        String text = BLOCK.replace("BACKBONE", backbone).replace("ROI", roi).replace("HEAD", head);
        return RecordBinder.bind("study.yaml", text, FastRcnnSettings.class);
    }

    private static void refused(String backbone, String roi, String head, String message) {
        assertThatThrownBy(() -> bound(backbone, roi, head)).hasMessage(message);
    }

    @Test
    void whatHasNoLastStageIsRefusedWithItsPlace() {
        String needs =
                "study.yaml:4:14: head.type stage takes the last stage of a resnet of stride 16, and the backbone is ";
        refused(
                "{type: tiny, width: 2, stride: 16, frozen_below: 0}",
                POOL,
                "{type: stage}",
                needs + "a tiny of stride 16");
        refused(
                "{type: vgg, depth: 11, stride: 16, width: 0.1, frozen_below: 0}",
                POOL,
                "{type: stage}",
                needs + "a vgg of stride 16");
        refused(C4.replace("16", "8"), POOL, "{type: stage}", needs + "a resnet of stride 8");
        refused(
                C4,
                "{type: spp, levels: [2, 1]}",
                "{type: stage}",
                "study.yaml:4:14: head.type stage needs a grid of cells, not a pyramid of them");
    }

    @Test
    void keysOfFullyConnectedLayersAreUnknownToAStage() {
        assertThatThrownBy(() -> bound(C4, POOL, "{type: stage, fc: [8], svd: {method: exact, ranks: [2]}}"))
                .hasMessageContaining("study.yaml:4:21: unknown key 'fc'; type stage has no keys")
                .hasMessageContaining("study.yaml:4:30: unknown key 'svd'; type stage has no keys");
        assertThatThrownBy(() -> bound(C4, POOL, "{type: stages}")).hasMessageContaining("did you mean 'stage'");
    }

    /** A block of before, when there was one kind, is the same setting with and without its type. */
    @Test
    void fullyConnectedLayersNeedNoType() {
        FastRcnnSettings plain = bound(C4, POOL, "{fc: [8]}");
        assertThat(bound(C4, POOL, "{type: fc, fc: [8]}")).isEqualTo(plain);
        assertThat(YamlWriter.canonical(YamlWriter.tree(plain))).contains("head: {fc: [8]}");
        FastRcnnSettings stage = bound(C4, POOL, "{type: stage}");
        assertThat(RecordBinder.bind(YamlWriter.tree(stage), FastRcnnSettings.class))
                .isEqualTo(stage);
        assertThat(stage.head().names()).containsExactly("conv5");
    }

    @Test
    void otherSystemsHaveFullyConnectedLayersAlone() {
        String text = "{seed: 1, data: {type: shapes, seed: 5, width: 64, height: 48, train: 4, test: 2, classes: 2,"
                + " objects: 2, smallest: 12, largest: 30, occlusion: 0.3, texture: 0.4, noise: 3, shorter_side: 48,"
                + " longer_side: 64}, sizes: [32], roi: {type: spp, levels: [2, 1]}, head: HEAD, steps: 3, images: 2,"
                + " rate: 0.01, momentum: 0.9, decay: 5e-4, schedule: {type: constant, warmup: 1}}";
        assertThatThrownBy(() -> RecordBinder.bind(
                        "study.yaml", text.replace("HEAD", "{type: stage}"), PretrainSettings.Classification.class))
                .hasMessageContaining("expected type fc, the only one here, got 'stage'");
        assertThat(RecordBinder.bind(
                                "study.yaml",
                                text.replace("HEAD", "{type: fc, fc: [4]}"),
                                PretrainSettings.Classification.class)
                        .head())
                .isEqualTo(new HeadSettings.Fc(List.of(4)));
    }

    @Test
    void aBackbonesFileFillsItsLastStageAndMustHaveAllOfIt() {
        try (Engine engine = TestEngine.create(2);
                Scope _ = engine.openScope()) {
            Path file = folder.resolve("resnet18.safetensors");
            SortedMap<String, Values> all = wholeResnet(engine);
            Safetensors.write(file, NamedTensors.of(all), new TreeMap<>());
            String pretrained = C4.replace("frozen_below", "weights: '" + file + "', frozen_below");
            var network = new FastRcnn(engine, bound(pretrained, POOL, "{type: stage}"), 2, new RandomStreams(1));
            List<Parameter> weights = Stream.concat(network.parameters().stream(), network.buffers().stream())
                    .filter(parameter -> !parameter.name().startsWith("head."))
                    .toList();
            assertThat(weights).hasSameSizeAs(all.keySet());
            assertThat(weights)
                    .allSatisfy(parameter -> assertThat(parameter.value().toFloats())
                            .isEqualTo(Objects.requireNonNull(all.get(parameter.name()))
                                    .numbers()));
            assertThat(names(network.regionsOnly().parameters()))
                    .contains("layer4.0.conv1.weight")
                    .doesNotContain("layer3.0.conv1.weight");

            all.remove("layer4.1.bn2.running_var");
            Safetensors.write(file, NamedTensors.of(all), new TreeMap<>());
            assertThatThrownBy(() ->
                            new FastRcnn(engine, bound(pretrained, POOL, "{type: stage}"), 2, new RandomStreams(1)))
                    .hasMessageContaining(file + ": missing: the network needs layer4.1.bn2.running_var");
            // Fully connected layers do not need it.
            assertThat(new FastRcnn(engine, bound(pretrained, POOL, "{fc: [4]}"), 2, new RandomStreams(1)).classes())
                    .isEqualTo(2);
        }
    }

    /** What a pretraining fills is the backbone with its last stage. */
    @Test
    void aPretrainingTrainsTheLastStageToo() {
        BackboneSettings trained =
                new FastRcnnRecipe().backbone(bound(C4, POOL, "{type: stage}")).orElseThrow();
        assertThat(trained.stride()).isEqualTo(32);
        try (Engine engine = TestEngine.create(2);
                Scope _ = engine.openScope()) {
            SortedMap<String, Values> all = wholeResnet(engine);
            var network = new FastRcnn(engine, bound(C4, POOL, "{type: stage}"), 2, new RandomStreams(1));
            new InitialWeights(all).into(engine, network.parameters(), network.buffers());
            assertThat(network.parameters().stream()
                            .filter(parameter -> parameter.name().equals("layer4.1.conv2.weight"))
                            .findFirst()
                            .orElseThrow()
                            .value()
                            .toFloats())
                    .isEqualTo(Objects.requireNonNull(all.get("layer4.1.conv2.weight"))
                            .numbers());
        }
    }

    private static List<String> names(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::name).toList();
    }

    private static SortedMap<String, Values> wholeResnet(Engine engine) {
        var settings = new BackboneSettings.Resnet(18, 32, BackboneSettings.Norm.FROZEN, Optional.empty(), 0);
        Backbone whole = Backbones.create(settings, engine, new RandomStreams(9));
        SortedMap<String, Values> all = new TreeMap<>();
        Stream.concat(whole.parameters().stream(), whole.buffers().stream())
                .forEach(parameter -> all.put(
                        parameter.name(),
                        new Values(parameter.shape(), Waves.of(parameter.name(), parameter.shape(), 0.5, 1))));
        return all;
    }
}
