package dev.roilab.model.fasterrcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.geometry.Box;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Schedule;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.proposal.TimedSearch;
import dev.roilab.roi.RoiLayer;
import dev.roilab.rpn.AnchorSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Models;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proposals of a network that was trained before. */
class RpnProposalsTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 6, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);

    private static final NeckSettings PYRAMID = new NeckSettings.Fpn(8, Optional.empty(), Optional.of(64.0));

    @TempDir
    private Path folder = Path.of("");

    private static FasterRcnnSettings model(Optional<NeckSettings> neck) {
        FasterRcnnSettings plain = Models.fasterRcnn(
                Models.fastRcnn(
                        new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                        new RoiLayer.RoiPool(4),
                        new HeadSettings.Fc(List.of(8)),
                        new BoxLoss.SmoothL1(1, 1),
                        new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2))),
                FasterRcnnSettings.Training.JOINT);
        return neck.map(settings -> Models.with(settings, plain)).orElse(plain);
    }

    /** The file of a network that a few steps made, and what it finds itself in the training pictures, 60 an image. */
    private Proposals trained(FasterRcnnSettings model, Dataset<TrueObjects> data, Path file)
            throws InterruptedException {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var parts = new SystemParts(
                    engine,
                    data,
                    _ -> List.of(),
                    new ImageScales(DATA, 1),
                    new TrainSettings(3, 6, true, Precision.F32, 0.02, 0.9, 5e-4, new Schedule.Constant(0)),
                    TestSettings.ONE_SCALE,
                    new RandomStreams(2),
                    new StageTimer(),
                    folder,
                    InitialWeights.NONE,
                    false);
            var network = new FasterRcnn(engine, model, data.classes().size(), parts.random());
            new JointTraining(parts, network, model, List.of()).train((_, _, _) -> {}, Checkpoints.none());
            List<Parameter> weights = new ArrayList<>(network.parameters());
            weights.addAll(network.buffers());
            Safetensors.write(file, NamedTensors.of(weights), new TreeMap<>());
            return FoundProposals.ofTraining(engine, network, parts.preparation(), data.train());
        }
    }

    private static ProposalSettings.Rpn settings(FasterRcnnSettings model, Path file, int count) {
        return new ProposalSettings.Rpn(
                count,
                file.toString(),
                model.backbone(),
                model.neck(),
                model.rpn().anchors(),
                model.rpn().channels(),
                model.rpn().test().beforeNms(),
                model.rpn().nms(),
                model.rpn().smallest(),
                64,
                64);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theBoxesAreThoseThatTheNetworkItselfProposes(boolean pyramid) throws InterruptedException {
        Dataset<TrueObjects> data = DataSets.load(DATA, Optional.empty());
        FasterRcnnSettings model = model(pyramid ? Optional.of(PYRAMID) : Optional.empty());
        Path file = folder.resolve("detector.safetensors");
        Proposals expected = trained(model, data, file);
        Proposals found = new ProposalSearch(settings(model, file, 60), folder, 2).of(data.train(), _ -> {});
        Proposals few = new ProposalSearch(settings(model, file, 7), folder, 1).of(data.train(), _ -> {});
        var timed = new TimedSearch(settings(model, file, 60), data.train());
        for (Sample<TrueObjects> sample : data.train()) {
            List<Box> boxes = found.of(sample);
            assertThat(boxes).hasSizeGreaterThan(7).isEqualTo(timed.of(sample));
            assertThat(few.of(sample)).isEqualTo(boxes.subList(0, 7));
            assertThat(found.searchSeconds(sample)).isPresent();
            List<Box> own = expected.of(sample);
            assertThat(boxes).hasSameSizeAs(own);
            for (int place = 0; place < own.size(); place++) {
                // The training keeps its boxes in single precision.
                assertThat(boxes.get(place).x1()).isCloseTo(own.get(place).x1(), within(1e-4));
                assertThat(boxes.get(place).y2()).isCloseTo(own.get(place).y2(), within(1e-4));
            }
        }
        assertThat(timed.isMeasured()).isTrue();
        assertThat(timed.milliseconds()).hasSize(data.train().size());
    }

    @Test
    void aFileOfAnotherNetworkIsRefusedTensorByTensor() throws InterruptedException {
        Dataset<TrueObjects> data = DataSets.load(DATA, Optional.empty());
        FasterRcnnSettings plain = model(Optional.empty());
        Path file = folder.resolve("detector.safetensors");
        trained(plain, data, file);
        ProposalSearch.requireFit(settings(plain, file, 8));
        var pyramid = settings(model(Optional.of(PYRAMID)), file, 8);
        assertThatThrownBy(() -> ProposalSearch.requireFit(pyramid))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "model.proposals.weights: " + file + ": missing: the network needs fpn.inner_blocks.0.weight")
                .hasMessageContaining(
                        file + ": rpn.conv.weight has the shape [32, 16, 3, 3], the network needs [32, 8, 3, 3]");
        assertThatThrownBy(() -> ProposalSearch.requireFit(settings(plain, folder.resolve("none"), 8)))
                .hasMessageContaining("model.proposals.weights: ")
                .hasMessageContaining("none");
    }

    @Test
    void settingsThatContradictEachOtherAreNamed() {
        FasterRcnnSettings plain = model(Optional.empty());
        assertThatThrownBy(() -> new ProposalSettings.Rpn(
                        8,
                        " ",
                        new BackboneSettings.Tiny(8, 8, Optional.of("tiny.safetensors"), 0),
                        Optional.of(PYRAMID),
                        new AnchorSettings(List.of(8.0), List.of(1.0), Optional.empty(), Optional.empty()),
                        4,
                        10,
                        0.7,
                        1,
                        64,
                        32))
                .hasMessageContaining("weights must name a safetensors file")
                .hasMessageContaining(
                        "backbone.weights would be overwritten by weights; remove it, got tiny.safetensors")
                .hasMessageContaining("longer_side must be at least shorter_side, got 32")
                .hasMessageContaining("anchors.sizes must name one for each of the 3 maps that the neck gives, got 1");
        assertThat(settings(plain, Path.of("x"), 8).unread().getFirst().keys())
                .containsExactly("backbone.frozen_below");
    }
}
