package dev.roilab.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.crop.CropNetwork;
import dev.roilab.detect.crop.CropSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.PooledNetwork;
import dev.roilab.detect.region.RegionNetwork;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.geometry.Box;
import dev.roilab.model.fastrcnn.FastRcnn;
import dev.roilab.model.fastrcnn.MultiTaskLoss;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Sequential;
import dev.roilab.roi.PlacedRegions;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.Models;
import dev.roilab.testing.TestEngine;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the three networks consist of and how their parts are joined, without a training. */
class NetworksTest {
    private static final BackboneSettings BACKBONE =
            new BackboneSettings.Resnet(18, 8, BackboneSettings.Norm.TRAINED, Optional.empty(), 0);
    private static final int CHANNELS = 128;
    private static final HeadSettings.Fc HEAD = new HeadSettings.Fc(List.of(6, 5));
    private static final List<String> LAYERS = List.of(
            "head.fc6.weight",
            "head.fc6.bias",
            "head.fc7.weight",
            "head.fc7.bias",
            "head.classifier.weight",
            "head.classifier.bias");

    private final Engine engine = TestEngine.create(1);
    private final Tape tape = Tape.inference(engine);

    @AfterEach
    void close() {
        engine.close();
    }

    private Tensor noise(Shape shape) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7919 % 101 - 50) / 50f;
        }
        return engine.tensor(values, shape);
    }

    private static List<String> names(List<Parameter> parameters) {
        return parameters.stream().map(Parameter::name).toList();
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        List<T> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    /** Its first convolution and its pooling have no whole padding: 224 pixels are 13 cells, not 14. */
    @Test
    void cropsOfABackboneWithoutPaddingHaveTheCellsOfItsMap() {
        var alexnet = new BackboneSettings.Alexnet(16, 0.05, Optional.empty(), 0);
        var network = new CropNetwork(engine, alexnet, new CropSettings(224, 16), HEAD, 3, new RandomStreams(1));
        int channels = network.backbone().channels();
        assertThat(network.head().pooledCount()).isEqualTo(channels * 13 * 13);
        assertThat(network.classify(tape, noise(Shape.of(2, 3, 224, 224))).shape())
                .isEqualTo(Shape.of(2, 3));
    }

    private static void consistsOfItsParts(RegionNetwork network, int pooled) {
        assertThat(network.backbone().buffers()).isNotEmpty();
        assertThat(network.backbone().parameters()).isNotEmpty();
        assertThat(names(network.head().parameters())).isEqualTo(LAYERS);
        assertThat(network.parameters())
                .isEqualTo(
                        joined(network.backbone().parameters(), network.head().parameters()));
        assertThat(network.buffers()).isEqualTo(network.backbone().buffers());
        assertThat(network.weights()).isEqualTo(joined(network.parameters(), network.buffers()));
        assertThat(network.head().pooledCount()).isEqualTo(pooled);
        assertThat(network.head().featureCount()).isEqualTo(5);
    }

    @Test
    void aNetworkOfCropsReadsAllCellsOfItsLastMap() {
        var network = new CropNetwork(engine, BACKBONE, new CropSettings(32, 4), HEAD, 3, new RandomStreams(1));
        consistsOfItsParts(network, CHANNELS * 4 * 4);
        Tensor crops = noise(Shape.of(2, 3, 32, 32));
        Variable pooled = network.pooled(tape, crops, Stages.UNTIMED);
        assertThat(pooled.shape()).isEqualTo(Shape.of(2, CHANNELS * 4 * 4));
        Variable features = network.head().features(tape, pooled, Stages.UNTIMED);
        assertThat(features.shape()).isEqualTo(Shape.of(2, 5));
        assertThat(network.classify(tape, crops).value().toFloats())
                .hasSize(2 * 3)
                .isEqualTo(network.head().logits(tape, features).value().toFloats());
    }

    @Test
    void aCropThatTheStrideDoesNotDivideIsRefused() {
        assertThatThrownBy(
                        () -> new CropNetwork(engine, BACKBONE, new CropSettings(36, 4), HEAD, 3, new RandomStreams(1)))
                .hasMessage("model.crop.size must be a multiple of the backbone's stride 8, got 36");
    }

    @Test
    void aNetworkOfPyramidsReadsTheCellsOfEveryLevel() {
        var network =
                new PooledNetwork(engine, BACKBONE, new RoiLayer.Spp(List.of(2, 1)), HEAD, 3, new RandomStreams(1));
        consistsOfItsParts(network, CHANNELS * 5);
        assertThat(network.backboneWeights())
                .isEqualTo(joined(
                        network.backbone().parameters(), network.backbone().buffers()));
        Tensor images = noise(Shape.of(2, 3, 32, 64));
        Tensor windows =
                engine.tensor(new float[] {1, 0, 0, 31, 31, 0, 16, 0, 63, 31, 1, 8, 8, 40, 24}, Shape.of(3, 5));
        Variable maps = network.maps(tape, images, Stages.UNTIMED);
        assertThat(maps.shape()).isEqualTo(Shape.of(2, CHANNELS, 4, 8));
        Variable pooled = network.pooled(tape, maps, windows, Stages.UNTIMED);
        assertThat(pooled.shape()).isEqualTo(Shape.of(3, CHANNELS * 5));
        Variable features = network.head().features(tape, pooled, Stages.UNTIMED);
        assertThat(network.classify(tape, images, windows).value().toFloats())
                .hasSize(3 * 3)
                .isEqualTo(network.head().logits(tape, features).value().toFloats());
    }

    private FastRcnn fastRcnn() {
        var settings = Models.fastRcnn(
                BACKBONE,
                new RoiLayer.RoiPool(2),
                HEAD,
                new BoxLoss.SmoothL1(1, 1),
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
        return new FastRcnn(engine, settings, 3, new RandomStreams(1));
    }

    @Test
    void fastRcnnScoresEveryClassAndTheBackgroundAndMovesABoxForEach() {
        FastRcnn network = fastRcnn();
        assertThat(network.classes()).isEqualTo(3);
        assertThat(network.buffers()).isNotEmpty();
        List<String> outputs = List.of("head.regressor.weight", "head.regressor.bias");
        assertThat(names(network.parameters())).endsWith(joined(LAYERS, outputs).toArray(String[]::new));
        assertThat(new TreeSet<>(names(network.parameters()))).hasSameSizeAs(network.parameters());
        Tensor images = noise(Shape.of(1, 3, 32, 64));
        PlacedRegions regions = network.place(new float[] {0, 0, 0, 31, 31, 0, 16, 0, 63, 31});
        Variable features = network.regionFeatures(tape, images, regions, Stages.UNTIMED);
        assertThat(features.shape()).isEqualTo(Shape.of(2, 5));
        FastRcnn.Outputs found = network.forward(tape, images, regions, Stages.UNTIMED);
        assertThat(found.logits().shape()).isEqualTo(Shape.of(2, 4));
        assertThat(found.offsets().shape()).isEqualTo(Shape.of(2, 16));

        FastRcnn second = network.boxesOnly();
        assertThat(names(second.parameters())).isEqualTo(outputs);
        assertThat(second.regionFeatures(tape, images, regions, Stages.UNTIMED)
                        .value()
                        .toFloats())
                .isEqualTo(features.value().toFloats());
        Tape recording = Tape.recording(engine);
        assertThat(second.regionFeatures(recording, images, regions, Stages.UNTIMED)
                        .needsGradient())
                .isFalse();
        assertThat(network.regionFeatures(recording, images, regions, Stages.UNTIMED)
                        .needsGradient())
                .isTrue();
    }

    @Test
    void hiddenLayersAreReplacedOnceAndByName() {
        List<String> replaced = new ArrayList<>();
        FastRcnn network = fastRcnn().replaced((name, layer) -> {
            replaced.add(name);
            return Sequential.of(layer);
        });
        assertThat(replaced).containsExactly("fc6", "fc7");
        assertThat(names(network.parameters())).containsAll(LAYERS);
        assertThatThrownBy(() -> network.replaced((_, layer) -> layer)).hasMessage("fc6 is replaced already");
    }

    @Test
    void rowsHaveTheImageFirst() {
        List<Box> regions = List.of(new Box(1, 2, 3.5, 4), new Box(5, 6, 7, 8));
        assertThat(RegionRows.of(regions, place -> 9 - place))
                .containsExactly(9f, 1f, 2f, 3.5f, 4f, 8f, 5f, 6f, 7f, 8f);
    }

    @Test
    void theLossIsThatOfTheSettings() {
        assertThat(MultiTaskLoss.of(new BoxLoss.L1(3))).isEqualTo(new MultiTaskLoss(new RegressionLoss.L1(), 3));
        assertThat(MultiTaskLoss.of(new BoxLoss.L2(0))).isEqualTo(new MultiTaskLoss(new RegressionLoss.L2(), 0));
        assertThat(MultiTaskLoss.of(new BoxLoss.SmoothL1(0.5, 2)))
                .isEqualTo(new MultiTaskLoss(new RegressionLoss.SmoothL1(0.5), 2));
    }
}
