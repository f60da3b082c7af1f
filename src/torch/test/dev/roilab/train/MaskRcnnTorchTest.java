package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.shapes.ShapeClass;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.model.maskrcnn.KeyPointSettings;
import dev.roilab.model.maskrcnn.MaskRcnnRecipe;
import dev.roilab.model.maskrcnn.MaskRcnnSettings;
import dev.roilab.model.maskrcnn.MaskSettings;
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

/** Training steps of a Mask R-CNN with both branches on both engines. */
class MaskRcnnTorchTest {
    private static final DataSettings DATA = new DataSettings.Shapes(
            5,
            64,
            64,
            4,
            2,
            2,
            2,
            24,
            48,
            0,
            0.2,
            3,
            Optional.of(List.of(ShapeClass.ARROW, ShapeClass.CHEVRON)),
            Optional.empty(),
            64,
            64);
    private static final int STEPS = 20;

    @TempDir
    private Path folder;

    /**
     * Of proposals that differ by a rounding, one engine may take one and the other another: so there is one an image.
     */
    @ParameterizedTest
    @EnumSource(MaskSettings.Outputs.class)
    void lossesOfTwentyStepsAreThoseOfTheCpuEngine(MaskSettings.Outputs outputs) throws InterruptedException {
        List<Double> expected = losses("cpu", outputs);
        List<Double> found = losses("torch", outputs);
        assertThat(expected).hasSize(STEPS);
        assertThat(expected.getLast()).isLessThan(expected.getFirst());
        for (int step = 0; step < STEPS; step++) {
            assertThat(found.get(step))
                    .as("step %d", step + 1)
                    .isCloseTo(expected.get(step), within(1e-3 * expected.get(step)));
        }
    }

    private List<Double> losses(String name, MaskSettings.Outputs outputs) throws InterruptedException {
        try (Engine engine = Engines.create(name, "cpu", 2)) {
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
            new MaskRcnnRecipe()
                    .create(parts, model(outputs))
                    .train((_, _, loss) -> losses.add(loss.total()), Checkpoints.none());
            return losses;
        }
    }

    private static RoiLayer align(int side) {
        return new RoiLayer.RoiAlign(side, Optional.of(2), Optional.empty(), Optional.empty());
    }

    private static MaskRcnnSettings model(MaskSettings.Outputs outputs) {
        var detector = oneProposal(Models.fasterRcnn(
                Models.fastRcnn(
                        new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                        align(5),
                        new HeadSettings.Fc(List.of(32)),
                        new BoxLoss.SmoothL1(1, 1),
                        new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2))),
                FasterRcnnSettings.Training.JOINT));
        return Models.maskRcnn(
                detector,
                Optional.of(new MaskSettings(align(7), 2, 8, Optional.of(outputs), 0.5)),
                Optional.of(
                        new KeyPointSettings(align(7), 1, 8, new KeyPointSettings.Outputs.HeatMap(Optional.of(true)))));
    }

    private static FasterRcnnSettings oneProposal(FasterRcnnSettings model) {
        var one = new ProposalLimits(1, 1);
        RpnSettings rpn = model.rpn();
        return new FasterRcnnSettings(
                model.backbone(),
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
