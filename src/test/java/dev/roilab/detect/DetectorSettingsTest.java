package dev.roilab.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.compress.SvdSettings;
import dev.roilab.detect.crop.CropSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings.Training;
import dev.roilab.model.maskrcnn.KeyPointSettings;
import dev.roilab.model.maskrcnn.MaskRcnnSettings;
import dev.roilab.model.maskrcnn.MaskSettings;
import dev.roilab.model.yolo.GridSettings;
import dev.roilab.model.yolo.InputSettings;
import dev.roilab.model.yolo.LossSettings;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.roi.RoiLayer;
import dev.roilab.roi.RoiLayer.Aggregation;
import dev.roilab.testing.Models;
import dev.roilab.yaml.PartlyRead;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the detectors after SPPnet refuse, and which of their settings they say are not read. */
class DetectorSettingsTest {
    private static final RoiLayer GRID = new RoiLayer.RoiPool(5);
    private static final BackboneSettings TINY = new BackboneSettings.Tiny(8, 16, Optional.empty(), 0);

    private static void refused(String message, ThrowingCallable... settings) {
        for (ThrowingCallable one : settings) {
            assertThatThrownBy(one).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
        }
    }

    private static FasterRcnnSettings faster(HeadSettings head, double weight, Training training) {
        return Models.fasterRcnn(
                Models.fastRcnn(
                        TINY, GRID, head, new BoxLoss.SmoothL1(1, weight), new BoxTargets(List.of(0.1, 0.1, 0.2, 0.2))),
                training);
    }

    private static FasterRcnnSettings faster() {
        return faster(new HeadSettings.Fc(List.of(16)), 1, Training.ALTERNATING);
    }

    private static List<String> unread(PartlyRead settings) {
        return settings.unread().stream()
                .flatMap(unread -> unread.keys().stream())
                .toList();
    }

    @Test
    void similarClassesAreGroupsOfSeveral() {
        refused("similar must have at least one group", () -> similar(List.of()));
        refused(
                "similar.2 must name at least two classes, each once",
                () -> similar(List.of(List.of("a", "b"), List.of("c"))),
                () -> similar(List.of(List.of("a", "b"), List.of("c", "c"))),
                () -> similar(List.of(List.of("a", "b"), List.of("c", "d", "c"))));
        TestSettings two = similar(List.of(List.of("a", "c"), List.of("b", "d", "x")));
        assertThat(two.unknown(List.of("a", "b", "c", "d"))).containsExactly("x");
        assertThat(two.similarLabels(List.of("a", "b", "c", "d", "x"))).containsExactly(Set.of(0, 2), Set.of(1, 3, 4));
        assertThat(new TestSettings(Optional.empty()).similarLabels(List.of("a")))
                .isEmpty();
    }

    private static TestSettings similar(List<List<String>> groups) {
        return new TestSettings(Optional.empty(), Optional.of(groups));
    }

    @Test
    void regionProposalNetworks() {
        assertThat(unread(faster())).isEmpty();
        assertThat(unread(faster(new HeadSettings.Fc(List.of(16)), 0, Training.JOINT)))
                .containsExactly("training", "box_loss.type", "box_loss.beta");
        var truncated = new HeadSettings.Fc(
                List.of(16),
                Optional.of(new SvdSettings(
                        SvdSettings.Method.EXACT, Optional.of(List.of(4)), Optional.empty(), Optional.empty())),
                Optional.empty());
        refused("head.svd is known to fast-rcnn alone", () -> faster(truncated, 1, Training.JOINT));
        // Over strides 4, 8, 16 and 32 there are four maps.
        refused(
                "rpn.anchors.sizes must name one for each of the 4 maps",
                () -> Models.with(new NeckSettings.Fpn(8, Optional.empty(), Optional.empty()), faster()));
        refused(
                "neck.finest must be less than the backbone's stride 16",
                () -> Models.with(new NeckSettings.Fpn(8, Optional.of(16), Optional.empty()), faster()));
        assertThatCode(() -> Models.with(new NeckSettings.Fpn(8, Optional.of(8), Optional.empty()), faster()))
                .doesNotThrowAnyException();
    }

    @Test
    void branches() {
        refused("mask-rcnn needs a branch", () -> Models.maskRcnn(faster(), Optional.empty(), Optional.empty()));
        MaskRcnnSettings masks = Models.maskRcnn(
                faster(new HeadSettings.Fc(List.of(16)), 0, Training.JOINT),
                Optional.of(mask(0, 1, 1)),
                Optional.empty());
        assertThat(unread(masks)).containsExactly("box_loss.type", "box_loss.beta");
        refused("convolutions must ", () -> mask(-1, 1, 0.5), () -> points(-1, 1));
        refused("channels must ", () -> mask(0, 0, 0.5), () -> points(0, 0));
        refused("threshold must ", () -> mask(0, 1, 0), () -> mask(0, 1, 1.001));
        refused("mask.roi", () -> new MaskSettings(new RoiLayer.Spp(List.of(2)), 0, 1, Optional.empty(), 0.5));
        refused(
                "key_points.roi",
                () -> new KeyPointSettings(
                        new RoiLayer.Spp(List.of(2)), 0, 1, new KeyPointSettings.Outputs.Coordinates(1)));
        refused("beta must ", () -> new KeyPointSettings.Outputs.Coordinates(0));
        assertThat(unread(new MaskSettings(GRID, 0, 1, Optional.of(MaskSettings.Outputs.SIGMOID), 0.5)))
                .containsExactly("activation");
        assertThat(unread(new KeyPointSettings.Outputs.HeatMap(Optional.of(false))))
                .containsExactly("enlarged");
        assertThat(unread(new KeyPointSettings.Outputs.HeatMap(Optional.of(true))))
                .isEmpty();
    }

    private static MaskSettings mask(int convolutions, int channels, double threshold) {
        return new MaskSettings(GRID, convolutions, channels, Optional.empty(), threshold);
    }

    private static KeyPointSettings points(int convolutions, int channels) {
        return new KeyPointSettings(
                GRID, convolutions, channels, new KeyPointSettings.Outputs.HeatMap(Optional.empty()));
    }

    @Test
    void grids() {
        refused("cells must ", () -> new GridSettings(0, 1));
        refused("boxes must ", () -> new GridSettings(1, 0));
        refused(
                "side must ",
                () -> new InputSettings(31, InputSettings.Aspect.KEPT),
                () -> new InputSettings(0, InputSettings.Aspect.KEPT));
        refused("side must be a multiple of 32, got 33", () -> new InputSettings(33, InputSettings.Aspect.KEPT));
        refused("coord must ", () -> new LossSettings(-1, 0, LossSettings.Confidence.ONE));
        refused("noobj must ", () -> new LossSettings(0, Double.NaN, LossSettings.Confidence.ONE));
    }

    /** Of one point a cell there is nothing to choose from; else the mean is what is done anyway. */
    @Test
    void layersOfRegions() {
        Optional<Aggregation> mean = Optional.of(Aggregation.MEAN);
        Optional<Aggregation> largest = Optional.of(Aggregation.MAX);
        assertThat(unread(new RoiLayer.RoiWarp(5, Optional.of(1), largest))).containsExactly("aggregation");
        assertThat(unread(new RoiLayer.RoiWarp(5, Optional.of(2), mean))).containsExactly("aggregation");
        assertThat(unread(new RoiLayer.RoiWarp(5, Optional.of(2), largest))).isEmpty();
        assertThat(unread(new RoiLayer.RoiAlign(5, Optional.of(1), Optional.of(true), largest)))
                .containsExactly("aligned", "aggregation");
        assertThat(unread(new RoiLayer.RoiAlign(5, Optional.of(2), Optional.of(false), largest)))
                .isEmpty();
        assertThat(new CropSettings(5, 2).padding()).isEqualTo(2);
    }
}
