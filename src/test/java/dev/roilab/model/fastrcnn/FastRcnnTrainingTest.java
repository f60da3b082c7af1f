package dev.roilab.model.fastrcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.compress.SvdSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.ScaleSettings;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.roi.RoiLayer;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Models;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Fast R-CNN offers beyond its plain training, on real, small pictures. */
class FastRcnnTrainingTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);
    private static final RoiLayer PYRAMID = new RoiLayer.Spp(List.of(2, 1));

    @TempDir
    private Path folder;

    private final Engine engine = Engines.create("cpu", "cpu", 1);
    private final Dataset<TrueObjects> data = DataSets.load(DATA, Optional.empty());
    private final ImageScales scales = new ImageScales(DATA, 16);
    private final List<Double> losses = new ArrayList<>();
    private Proposals proposals = new NoProposals();

    /** Before the search has run. */
    private record NoProposals() implements Proposals {
        @Override
        public List<Box> of(Sample<?> sample) {
            return List.of();
        }
    }

    @BeforeEach
    void search() throws InterruptedException {
        var grid = new ProposalSettings.DenseGrid(300, List.of(24.0, 32.0, 48.0), List.of(0.7, 1.0, 1.4), 0.25);
        List<Sample<TrueObjects>> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        proposals = new ProposalSearch(grid, folder, 1).of(samples, _ -> {});
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static FastRcnnSettings model(HeadSettings head) {
        return Models.fastRcnn(
                new BackboneSettings.Tiny(16, 8, Optional.empty(), 0),
                PYRAMID,
                head,
                new BoxLoss.SmoothL1(1, 1),
                new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2)));
    }

    private static TrainSettings settings(int steps, Optional<List<Integer>> scales) {
        return new TrainSettings(
                steps,
                2,
                true,
                Precision.F32,
                0.02,
                Optional.empty(),
                0.9,
                5e-4,
                Optional.empty(),
                new Schedule.Constant(5),
                scales,
                Optional.empty());
    }

    private static FastRcnnSettings stageWise(FastRcnnSettings model) {
        return new FastRcnnSettings(
                model.proposals(),
                model.backbone(),
                model.roi(),
                model.head(),
                model.boxLoss(),
                model.boxTargets(),
                model.sampling(),
                Optional.of(FastRcnnSettings.Tasks.STAGE_WISE),
                model.svm(),
                model.postprocessing(),
                model.boxes());
    }

    private FastRcnnTraining course(FastRcnnSettings model, TrainSettings settings) {
        return new FastRcnnTraining(engine, model, settings, new RandomStreams(3));
    }

    private FastRcnn network(FastRcnnSettings model) {
        return new FastRcnn(engine, model, data.classes().size(), new RandomStreams(3));
    }

    private FastRcnn run(FastRcnnTraining course, FastRcnn network, TrainSettings settings)
            throws InterruptedException {
        return course.run(
                network,
                new HierarchicalSampling.Source(data, proposals, scales.of(settings)),
                (_, _, loss) -> losses.add(loss.total()));
    }

    private List<Detection> detect(FastRcnn network, TestSettings settings) {
        return detect(network, settings, DetectedBoxes.REGRESSED);
    }

    private List<Detection> detect(FastRcnn network, TestSettings settings, DetectedBoxes boxes) {
        var tester = new FastRcnnInference(
                engine,
                network,
                scales.of(settings),
                proposals,
                new Postprocessor(network.boxCoder(), Models.FEW, boxes),
                new StageTimer());
        return data.test().stream()
                .flatMap(sample -> tester.detect(sample).stream())
                .toList();
    }

    private static Map<String, float[]> weights(FastRcnn network) {
        var weights = new LinkedHashMap<String, float[]>();
        for (Parameter parameter : network.parameters()) {
            weights.put(parameter.name(), parameter.value().toFloats());
        }
        return weights;
    }

    @Test
    void theSecondStageTrainsTheBoxRegressorAlone() throws InterruptedException {
        var model = model(new HeadSettings.Fc(List.of(16)));
        var joint = settings(8, Optional.empty());
        var classesOnly =
                Models.fastRcnn(model.backbone(), model.roi(), model.head(), new BoxLoss.L1(0), model.boxTargets());
        var first = weights(run(course(classesOnly, joint), network(classesOnly), joint));

        var staged = settings(8, Optional.empty());
        var course = course(stageWise(model), staged);
        var both = weights(run(course, network(model), staged));
        assertThat(course.points().getLast().step()).isEqualTo(16);
        first.forEach((name, values) -> {
            if (name.startsWith("head.regressor")) {
                assertThat(both.get(name)).as(name).isNotEqualTo(values);
            } else {
                assertThat(both.get(name)).as(name).isEqualTo(values);
            }
        });
    }

    @Test
    void truncationKeepsTheDetectionsNearlyAndTuningGoesOn() throws InterruptedException {
        var svd = new SvdSettings(
                SvdSettings.Method.EXACT,
                Optional.of(List.of(30)),
                Optional.empty(),
                Optional.of(new SvdSettings.Tuning(3, 1e-3)));
        var model = model(new HeadSettings.Fc(List.of(64), Optional.of(svd), Optional.empty()));
        var joint = settings(30, Optional.empty());
        var course = course(model, joint);
        FastRcnn smaller = run(course, network(model), joint);
        assertThat(losses).hasSize(33);
        assertThat(losses.get(30)).isLessThan(2 * losses.get(29) + 0.5);
        assertThat(weights(smaller)).containsKeys("head.fc6.inner.weight", "head.fc6.outer.weight", "head.fc6.bias");
        var summary = course.compression().orElseThrow();
        // fc6 reads 32 channels of 5 cells.
        assertThat(summary.layers().getFirst().layer().inputs()).isEqualTo(160);
        assertThat(summary.metrics().get("fc_parameters")).isCloseTo((30 * 224 + 64) / (160 * 64 + 64.0), within(1e-9));
        assertThat(summary.metrics().get("energy_fc6")).isBetween(0.5, 1.0);
        assertThat(summary.fileBytesAfter()).isLessThan(summary.fileBytesBefore());
        assertThat(detect(smaller, TestSettings.ONE_SCALE)).isNotEmpty();
    }

    @Test
    void aRankThatSavesNothingIsRefusedWithTheSettings() {
        var svd =
                new SvdSettings(SvdSettings.Method.EXACT, Optional.of(List.of(46)), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> model(new HeadSettings.Fc(List.of(64), Optional.of(svd), Optional.empty())))
                .hasMessageContaining("rank 46 of fc6")
                .hasMessageContaining("use at most 45");
    }

    @Test
    void severalScalesTrainAndTest() throws InterruptedException {
        var model = model(new HeadSettings.Fc(List.of(16)));
        var several = settings(60, Optional.of(List.of(48, 64, 96)));
        FastRcnn network = run(course(model, several), network(model), several);
        assertThat(losses.getLast()).isLessThan(losses.getFirst());
        var window = new ScaleSettings(List.of(48, 64, 96), 36);
        var pyramid = new TestSettings(Optional.of(window));
        for (Detection found : detect(network, pyramid)) {
            assertThat(found.box().x2()).isLessThanOrEqualTo(64 + 1e-6);
            assertThat(found.box().y2()).isLessThanOrEqualTo(64 + 1e-6);
        }
        // One scale that is the data's own is the plain test.
        var one = new TestSettings(Optional.of(new ScaleSettings(List.of(64), 36)));
        assertThat(detect(network, one)).isEqualTo(detect(network, TestSettings.ONE_SCALE));
    }

    @Test
    void regionsGoToTheScaleThatMakesThemFit() {
        var settings = new TestSettings(Optional.of(new ScaleSettings(List.of(32, 64, 128), 32)));
        var pyramid = scales.of(settings);
        var regions = List.of(new Box(0, 0, 60, 60), new Box(0, 0, 32, 32), new Box(0, 0, 14, 18));
        assertThat(pyramid.assign(data.test().getFirst(), regions)).containsExactly(List.of(0), List.of(1), List.of(2));
        assertThat(pyramid.preparations()
                        .get(2)
                        .prepare(data.test().getFirst(), false)
                        .width())
                .isEqualTo(128);
    }

    @Test
    void withoutTheRegressorADetectionIsItsProposal() throws InterruptedException {
        var model = model(new HeadSettings.Fc(List.of(16)));
        var joint = settings(20, Optional.empty());
        FastRcnn network = run(course(model, joint), network(model), joint);
        List<Box> proposed = data.test().stream()
                .flatMap(sample -> proposals.of(sample).stream())
                .toList();
        assertThat(detect(network, TestSettings.ONE_SCALE, DetectedBoxes.PROPOSALS))
                .isNotEmpty()
                .allMatch(found -> proposed.contains(found.box()));
    }

    @Test
    void otherScoresCanStandInForTheSoftmax() throws InterruptedException {
        var model = model(new HeadSettings.Fc(List.of(16)));
        FastRcnn network = network(model);
        var settings = TestSettings.ONE_SCALE;
        var tester = new FastRcnnInference(
                        engine,
                        network,
                        scales.of(settings),
                        proposals,
                        new Postprocessor(network.boxCoder(), Models.FEW),
                        new StageTimer())
                .scoredBy((_, features, _) -> {
                    assertThat(features.shape().size(1)).isEqualTo(16);
                    float[] scores = new float[features.shape().size(0) * 3];
                    scores[5] = 0.75f;
                    return scores;
                });
        assertThat(tester.detect(data.test().getFirst()))
                .singleElement()
                .satisfies(found -> assertThat(found.score()).isEqualTo(0.75))
                .satisfies(found -> assertThat(found.label()).isEqualTo(1));
    }
}
