package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.model.fasterrcnn.FasterRcnnRecipe;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.rpn.ProposalLimits;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Models;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training steps of a Faster R-CNN on both engines. */
class FasterRcnnTorchTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);
    private static final int STEPS = 20;

    @TempDir
    private Path folder;

    /**
     * Of proposals that differ by a rounding, one engine may take one and the other another: so there is one an image.
     */
    @ParameterizedTest
    @EnumSource
    void lossesOfTwentyStepsAreThoseOfTheCpuEngine(Kind kind) throws InterruptedException {
        List<Double> expected = losses("cpu", kind);
        List<Double> found = losses("torch", kind);
        assertThat(expected).hasSize(STEPS);
        assertThat(expected.getLast()).isLessThan(expected.getFirst());
        for (int step = 0; step < STEPS; step++) {
            assertThat(found.get(step))
                    .as("step %d", step + 1)
                    .isCloseTo(expected.get(step), within(1e-3 * expected.get(step)));
        }
    }

    /** What lies below and above the regions. */
    enum Kind {
        ONE_MAP,
        /** Maps of strides 4 and 8, and one more for proposals. */
        PYRAMID,
        /** The last stage of a ResNet. */
        STAGE;

        private FasterRcnnSettings model() {
            var tiny = new BackboneSettings.Tiny(8, 8, Optional.empty(), 0);
            var resnet = new BackboneSettings.Resnet(18, 16, BackboneSettings.Norm.FOLDED, Optional.empty(), 0);
            var fc = new HeadSettings.Fc(List.of(32));
            return switch (this) {
                case ONE_MAP -> model(tiny, fc);
                case PYRAMID ->
                    Models.with(new NeckSettings.Fpn(16, Optional.empty(), Optional.of(64.0)), model(tiny, fc));
                case STAGE -> model(resnet, new HeadSettings.Stage());
            };
        }

        private static FasterRcnnSettings model(BackboneSettings backbone, HeadSettings head) {
            return Models.fasterRcnn(
                    Models.fastRcnn(
                            backbone,
                            new RoiLayer.RoiAlign(5, Optional.of(2), Optional.empty(), Optional.empty()),
                            head,
                            new BoxLoss.SmoothL1(1, 1),
                            new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2))),
                    FasterRcnnSettings.Training.JOINT);
        }
    }

    private List<Double> losses(String name, Kind kind) throws InterruptedException {
        try (Engine engine = Engines.create(name, "cpu", 2)) {
            var model = oneProposal(kind.model());
            var parts = new SystemParts(
                    engine,
                    DataSets.load(DATA, Optional.empty()),
                    _ -> List.of(),
                    new ImageScales(DATA, 64),
                    new TrainSettings(STEPS, 4, true, Precision.F32, 0.01, 0.9, 5e-4, new Schedule.Constant(0)),
                    TestSettings.ONE_SCALE,
                    new RandomStreams(3),
                    new StageTimer(),
                    folder,
                    InitialWeights.NONE,
                    false);
            List<Double> losses = new ArrayList<>();
            new FasterRcnnRecipe()
                    .create(parts, model)
                    .train((_, _, loss) -> losses.add(loss.total()), Checkpoints.none());
            return losses;
        }
    }

    private static FasterRcnnSettings oneProposal(FasterRcnnSettings model) {
        var one = new ProposalLimits(1, 1);
        RpnSettings rpn = model.rpn();
        return new FasterRcnnSettings(
                model.backbone(),
                model.neck(),
                new RpnSettings(rpn.anchors(), rpn.channels(), rpn.sampling(), rpn.boxLoss(), one, one, rpn.nms(), 0),
                model.roi(),
                model.head(),
                model.boxLoss(),
                model.boxTargets(),
                model.sampling(),
                model.training(),
                model.postprocessing());
    }
}
