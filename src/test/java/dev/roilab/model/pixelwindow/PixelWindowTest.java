package dev.roilab.model.pixelwindow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.ImageBatch;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.model.pixelwindow.PixelWindows.Place;
import dev.roilab.task.segmentation.TrueLabels;
import dev.roilab.testing.PixelTrials;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelWindowTest {
    @TempDir
    private Path folder;

    private static PixelWindowSettings model(int window, List<Integer> hidden, int step) {
        return new PixelWindowSettings(
                new BackboneSettings.Tiny(4, 8, Optional.empty(), 0),
                window,
                new PictureHead(hidden, hidden.isEmpty() ? 0 : 0.2),
                24,
                step,
                Optional.empty());
    }

    private PixelTrials<PixelWindowSettings> trials(PixelWindowSettings model) {
        return new PixelTrials<>(new PixelWindowRecipe(), model, 0.05, folder);
    }

    @Test
    void aWindowIsWhatLiesAroundItsPixelAndZeroBeyondThePicture() {
        float[] values = new float[2 * 3 * 2 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        var pictures = new ImageBatch(values, 2, 2, 4, List.of());
        float[] window = new PixelWindows(3)
                .of(pictures, List.of(new Place(0, 0, 0), new Place(1, 3, 1)))
                .values();
        assertThat(window).hasSize(2 * 27);
        assertThat(Arrays.copyOf(window, 9)).containsExactly(0, 0, 0, 0, 1, 2, 0, 5, 6);
        // The second picture's third channel, 41 to 48.
        assertThat(Arrays.copyOfRange(window, 45, 54)).containsExactly(43, 44, 0, 47, 48, 0, 0, 0, 0);
        float[] even =
                new PixelWindows(2).of(pictures, List.of(new Place(0, 1, 1))).values();
        assertThat(Arrays.copyOf(even, 4)).containsExactly(1, 2, 5, 6);
    }

    @Test
    void aGridLooksAtTheMiddleOfEachSquareAndFillsIt() {
        var grid = new PixelGrid(4, 5, 3);
        assertThat(grid.places())
                .containsExactly(new Place(0, 1, 1), new Place(0, 4, 1), new Place(0, 1, 3), new Place(0, 4, 3));
        assertThat(grid.filled(new byte[] {1, 2, 3, 4}))
                .containsExactly(1, 1, 1, 2, 2, 1, 1, 1, 2, 2, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4);
        assertThat(new PixelGrid(2, 3, 1).places()).hasSize(6).contains(new Place(0, 2, 1));
        assertThat(new PixelGrid(1, 3, 1).filled(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
    }

    @Test
    void drawnWindowsHaveTheLabelsOfTheirMiddles() throws InterruptedException {
        trials(model(9, List.of(), 1)).with(1, 1, (_, parts) -> {
            var preparation = parts.scales().own(1);
            var sampling = new ImageSampling(parts, List.of(preparation), parts.random());
            var draws = new PixelDraws(sampling, new PixelWindows(9), 24, parts.random());
            for (int step = 0; step < 4; step++) {
                var pictures = sampling.batch(step);
                var batch = draws.batch(step);
                assertThat(batch.labels()).hasSize(3 * 24).contains(0).contains(1);
                assertThat(draws.batch(step).windows().values())
                        .isEqualTo(batch.windows().values());
                for (int row = 0; row < batch.labels().length; row++) {
                    var image = pictures.images().get(row / 24);
                    // The colours at a window's middle are at such a pixel of its picture.
                    float middle = batch.windows().values()[row * 243 + 40];
                    var labels = TrueLabels.of(image.truth(), image.height(), image.width());
                    boolean found = false;
                    for (int pixel = 0; pixel < 36 * 44; pixel++) {
                        float value = pictures.pixels().values()[row / 24 * 3 * 36 * 44 + pixel];
                        found |= value == middle && labels.labels()[pixel] == batch.labels()[row];
                    }
                    assertThat(found).isTrue();
                }
            }
            return 0;
        });
    }

    @Test
    void sixPicturesAreLearned() throws InterruptedException {
        for (List<Integer> hidden : List.of(List.<Integer>of(), List.of(16))) {
            var model = model(16, hidden, 2);
            var trained = trials(model).trained(100);
            assertThat(trained.lastLoss()).isLessThan(0.6 * trained.firstLoss());
            assertThat(trained.meanIou()).isGreaterThan(1.5 * PixelTrials.backgroundIou());
            assertThat(trained.stages()).containsAll(new PixelWindowRecipe().stages(model));
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsAlsoAfterAStop() throws InterruptedException {
        var trials = trials(model(9, List.of(8), 4));
        var found = trials.found(1, 12);
        assertThat(trials.found(1, 12)).isEqualTo(found);
        assertThat(trials.resumed(1, 12)).isEqualTo(found);
        assertThat(trials.found(2, 12)).isNotEqualTo(found);
        // A denser look at the same network sees the same at the pixels that both look at.
        var dense = trials(model(9, List.of(8), 1)).found(1, 12);
        assertThat(dense.weights()).isEqualTo(found.weights());
        for (int y = 2; y < 36; y += 4) {
            for (int x = 2; x < 44; x += 4) {
                assertThat(found.labels().getFirst().at(x, y))
                        .isEqualTo(dense.labels().getFirst().at(x, y));
            }
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> model(7, List.of(), 1))
                .hasMessageContaining("window must be at least the backbone's stride 8, got 7");
        assertThatThrownBy(() -> model(8, List.of(), 0)).hasMessageContaining("step");
    }
}
