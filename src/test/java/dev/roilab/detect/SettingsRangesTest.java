package dev.roilab.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.compress.SvdSettings;
import dev.roilab.data.DataSettings;
import dev.roilab.detect.crop.CropSettings;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.detect.staged.RidgeSettings;
import dev.roilab.detect.staged.SvmSettings;
import dev.roilab.geometry.Box;
import dev.roilab.model.fastrcnn.FastRcnnSettings;
import dev.roilab.model.rcnn.RcnnSettings;
import dev.roilab.model.slidingwindow.SlidingWindowSettings;
import dev.roilab.model.slidingwindow.WindowGrid;
import dev.roilab.model.sppnet.SppNetSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.testing.Models;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every range holds at its ends and is left just beyond them. */
class SettingsRangesTest {
    private static void accepted(ThrowingCallable... settings) {
        for (ThrowingCallable one : settings) {
            assertThatCode(one).doesNotThrowAnyException();
        }
    }

    private static void refused(String key, ThrowingCallable... settings) {
        for (ThrowingCallable one : settings) {
            assertThatThrownBy(one).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(key + " must ");
        }
    }

    @Test
    void boxLosses() {
        accepted(() -> new BoxLoss.L2(0), () -> new BoxLoss.L1(0), () -> new BoxLoss.SmoothL1(1e-9, 0));
        for (double weight : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
            refused(
                    "weight",
                    () -> new BoxLoss.L2(weight),
                    () -> new BoxLoss.L1(weight),
                    () -> new BoxLoss.SmoothL1(1, weight));
        }
        refused("beta", () -> new BoxLoss.SmoothL1(0, 1), () -> new BoxLoss.SmoothL1(Double.NaN, 1));
    }

    @Test
    void headsAndTargets() {
        accepted(() -> new HeadSettings.Fc(List.of(1)), () -> new BoxTargets(List.of(1e-9, 1.0, 1.0, 1.0)));
        refused("fc", () -> new HeadSettings.Fc(List.of()), () -> new HeadSettings.Fc(List.of(4, 0)));
        refused(
                "deviation",
                () -> new BoxTargets(List.of(1.0, 1.0, 1.0)),
                () -> new BoxTargets(List.of(1.0, 1.0, 1.0, 0.0)),
                () -> new BoxTargets(List.of(1.0, 1.0, 1.0, Double.NaN)));
    }

    @Test
    void onlyFastRcnnTakesAHeadFromElsewhere() {
        var backbone = new BackboneSettings.Tiny(8, 8, Optional.empty(), 0);
        var grid = new WindowGrid(List.of(24.0), List.of(1.0), 0.25);
        var pretrained = new HeadSettings.Fc(List.of(8, 8), Optional.empty(), Optional.of(true));
        var ranks = new SvdSettings(
                SvdSettings.Method.EXACT, Optional.of(List.of(4, 4)), Optional.empty(), Optional.empty());
        var compressed = new HeadSettings.Fc(List.of(8, 8), Optional.of(ranks), Optional.empty());
        var crop = new CropSettings(32, 4);
        var svm = new SvmSettings(0.001, 2, 10, 20, 0.3, 2000);
        var ridge = new RidgeSettings(0.6, 1000, 20, 1000);
        var scales = new ScaleSettings(List.of(64), 48);
        var pyramid = new RoiLayer.Spp(List.of(2, 1));
        var sampling = Models.sampling(32);
        var pictures = new DataSettings.Shapes(5, 64, 64, 4, 2, 2, 2, 24, 48, 0, 0.2, 3, 64, 64);
        for (HeadSettings.Fc head : List.of(pretrained, compressed)) {
            List<ThrowingCallable> others = List.of(
                    () -> new SlidingWindowSettings(backbone, crop, head, grid, sampling, Models.FEW),
                    () -> new RcnnSettings(
                            Models.GRID, backbone, crop, head, sampling, svm, ridge, Models.FEW, Optional.empty()),
                    () -> new SppNetSettings(
                            Models.GRID,
                            backbone,
                            pyramid,
                            scales,
                            head,
                            sampling,
                            svm,
                            ridge,
                            Models.FEW,
                            Optional.empty()),
                    () -> new PretrainSettings.Classification(
                            1, pictures, List.of(32), pyramid, head, 1, 1, 0.1, 0.9, 0, new Schedule.Constant(0)));
            assertThat(others)
                    .allSatisfy(one -> assertThatThrownBy(one).hasMessageContaining("known to fast-rcnn alone"));
        }
    }

    private static FastRcnnSettings pretrained(BackboneSettings backbone, RoiLayer roi, Integer... fc) {
        return Models.fastRcnn(
                backbone,
                roi,
                new HeadSettings.Fc(List.of(fc), Optional.empty(), Optional.of(true)),
                new BoxLoss.L1(1),
                new BoxTargets(List.of(1.0, 1.0, 1.0, 1.0)));
    }

    @Test
    void aHeadOfAFileOfWeightsHasItsTwoLayersAndItsGrid() {
        var vgg = new BackboneSettings.Vgg(16, 16, 1, Optional.of("vgg16.safetensors"), 0);
        var untrained = new BackboneSettings.Vgg(16, 16, 1, Optional.empty(), 0);
        var tiny = new BackboneSettings.Tiny(8, 8, Optional.of("tiny.safetensors"), 0);
        var pool = new RoiLayer.RoiPool(7);
        accepted(() -> pretrained(vgg, pool, 4096, 4096));
        List<ThrowingCallable> unfit = List.of(
                () -> pretrained(tiny, pool, 4096, 4096),
                () -> pretrained(untrained, pool, 4096, 4096),
                () -> pretrained(vgg, pool, 4096),
                () -> pretrained(vgg, pool, 4096, 4096, 4096));
        assertThat(unfit)
                .allSatisfy(one -> assertThatThrownBy(one)
                        .hasMessage(
                                "head.pretrained needs a vgg or alexnet with a file of weights and two layers in fc"));
        // 36 + 9 + 4 bins are as many as the cells of the grid, and not the grid.
        List<ThrowingCallable> otherGrids = List.of(
                () -> pretrained(vgg, new RoiLayer.RoiPool(6), 4096, 4096),
                () -> pretrained(vgg, new RoiLayer.Spp(List.of(6, 3, 2)), 4096, 4096));
        assertThat(otherGrids)
                .allSatisfy(one -> assertThatThrownBy(one).hasMessageContaining("needs a grid of 49 cells a region"));
    }

    @Test
    void aTruncationThatSavesNothingIsRefused() {
        var ranks = new SvdSettings(
                SvdSettings.Method.EXACT, Optional.of(List.of(8, 8)), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> Models.fastRcnn(
                        new BackboneSettings.Tiny(8, 8, Optional.empty(), 0),
                        new RoiLayer.RoiPool(2),
                        new HeadSettings.Fc(List.of(8, 8), Optional.of(ranks), Optional.empty()),
                        new BoxLoss.L1(1),
                        new BoxTargets(List.of(1.0, 1.0, 1.0, 1.0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ridges() {
        accepted(() -> new RidgeSettings(0.001, 1e-9, 1e-9, 1), () -> new RidgeSettings(0.999, 1, 1, 1));
        refused("iou", () -> new RidgeSettings(0, 1, 1, 1), () -> new RidgeSettings(1, 1, 1, 1));
        refused(
                "strength",
                () -> new RidgeSettings(0.5, 0, 1, 1),
                () -> new RidgeSettings(0.5, Double.POSITIVE_INFINITY, 1, 1));
        refused(
                "norm",
                () -> new RidgeSettings(0.5, 1, 0, 1),
                () -> new RidgeSettings(0.5, 1, Double.POSITIVE_INFINITY, 1));
        refused("pairs", () -> new RidgeSettings(0.5, 1, 1, 0));
    }

    @Test
    void supportVectorMachines() {
        accepted(() -> new SvmSettings(1e-9, 1e-9, 1e-9, 1e-9, 1, 1));
        refused("cost", () -> new SvmSettings(0, 1, 1, 1, 0.3, 1));
        refused("positive_weight", () -> new SvmSettings(1, 0, 1, 1, 0.3, 1));
        refused("bias", () -> new SvmSettings(1, 1, 0, 1, 0.3, 1));
        refused("norm", () -> new SvmSettings(1, 1, 1, Double.POSITIVE_INFINITY, 0.3, 1));
        refused("negative_iou", () -> new SvmSettings(1, 1, 1, 1, 0, 1), () -> new SvmSettings(1, 1, 1, 1, 1.001, 1));
        refused("retrain", () -> new SvmSettings(1, 1, 1, 1, 0.3, 0));
    }

    @Test
    void cropsAndTests() {
        accepted(
                () -> new CropSettings(1, 0),
                () -> new CropSettings(5, 2),
                () -> new PostprocessingSettings(0, 0, 1),
                () -> new PostprocessingSettings(0.999, 1, 1));
        refused("size", () -> new CropSettings(0, 0));
        refused("padding", () -> new CropSettings(5, -1), () -> new CropSettings(4, 2));
        refused("score", () -> new PostprocessingSettings(-0.001, 0.3, 1), () -> new PostprocessingSettings(1, 0.3, 1));
        refused("nms", () -> new PostprocessingSettings(0, -0.001, 1), () -> new PostprocessingSettings(0, 1.001, 1));
        refused("detections", () -> new PostprocessingSettings(0, 0.3, 0));
    }

    @Test
    void regionsBecomeRowsOfImageAndCorners() {
        assertThat(RegionRows.of(List.of(new Box(1, 2, 3, 4), new Box(5, 6, 7, 8)), region -> 9 - region))
                .containsExactly(9, 1, 2, 3, 4, 8, 5, 6, 7, 8);
    }
}
