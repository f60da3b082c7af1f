package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.DetectionData;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Sample;
import dev.roilab.detect.FastRcnn;
import dev.roilab.detect.FastRcnnLoss;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Postprocessor;
import dev.roilab.detect.TestSettings;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.testing.TestEngine;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.TrainSettings.Band;
import dev.roilab.train.TrainSettings.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole trainings on real, small pictures. */
class TrainingDeterminismTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);

    @TempDir
    private Path folder;

    private record Trained(List<float[]> weights, List<Detection> detections, double firstLoss, double lastLoss) {}

    static Stream<RoiLayer> layers() {
        return Stream.of(
                new RoiLayer.RoiPool(5), new RoiLayer.RoiAlign(5, Optional.of(2), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void equalSeedsGiveEqualBits(RoiLayer layer) throws InterruptedException {
        Trained first = train(layer, 30, 3);
        Trained second = train(layer, 30, 3);
        assertThat(first.weights()).hasSameSizeAs(second.weights());
        for (int i = 0; i < first.weights().size(); i++) {
            assertThat(first.weights().get(i)).containsExactly(second.weights().get(i));
        }
        assertThat(first.detections()).isEqualTo(second.detections());
    }

    @Test
    void otherSeedsGiveOtherWeights() throws InterruptedException {
        RoiLayer layer = new RoiLayer.RoiPool(5);
        assertThat(train(layer, 2, 3).weights().getFirst())
                .isNotEqualTo(train(layer, 2, 4).weights().getFirst());
    }

    @Test
    void fourPicturesAreLearnedByHeart() throws InterruptedException {
        Trained trained = train(layers().toList().getLast(), 200, 1);
        assertThat(trained.lastLoss()).isLessThan(trained.firstLoss() / 4);
    }

    private Trained train(RoiLayer layer, int steps, long seed) throws InterruptedException {
        DetectionData data = DataSets.load(DATA, Optional.empty());
        List<Sample> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        var grid = new ProposalSettings.DenseGrid(300, List.of(24.0, 32.0, 48.0), List.of(0.7, 1.0, 1.4), 0.25);
        Proposals proposals = new ProposalSearch(grid, folder, 1).of(samples, _ -> {});
        var settings = new TrainSettings(
                steps,
                2,
                32,
                0.25,
                0.5,
                new Band(0, 0.5),
                true,
                Precision.F32,
                0.02,
                0.9,
                5e-4,
                new Schedule.Constant(10));
        var model = new ModelSettings.FastRcnn(
                new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                layer,
                new ModelSettings.Head(List.of(32)),
                new ModelSettings.BoxLoss.SmoothL1(1, 1),
                new ModelSettings.BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
        try (Engine engine = TestEngine.create(2)) {
            var random = new RandomStreams(seed);
            var network = new FastRcnn(engine, model, data.classes().size(), random);
            var preparation = new ImagePreparation(DATA);
            var batches = new MiniBatches(data, proposals, preparation, settings, random, network.boxCoder());
            List<Double> losses = new ArrayList<>();
            new FastRcnnTrainer(engine, network, FastRcnnLoss.of(model.boxLoss()), settings)
                    .train(batches, (_, _, classification, box) -> losses.add(classification + box));
            var tester = new FastRcnnTester(
                    engine,
                    network,
                    preparation,
                    proposals,
                    new Postprocessor(network.boxCoder(), new TestSettings(0.05, 0.3, 20)),
                    new StageTimer());
            List<Detection> detections = new ArrayList<>();
            data.test().forEach(sample -> detections.addAll(tester.detect(sample)));
            List<float[]> weights = network.parameters().stream()
                    .map(parameter -> parameter.value().toFloats())
                    .toList();
            return new Trained(weights, detections, losses.getFirst(), losses.getLast());
        }
    }
}
