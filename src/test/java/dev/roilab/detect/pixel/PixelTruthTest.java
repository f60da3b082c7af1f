package dev.roilab.detect.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.ResizeRule;
import dev.roilab.data.Resizing;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.detect.TrainingPictures;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PixelTruthTest {
    private record Picture(int width, int height, LabelMap map) implements Sample<TrueObjects> {
        @Override
        public String id() {
            return width + "x" + height;
        }

        @Override
        public TrueObjects truth() {
            return new TrueObjects(List.of(), Optional.of(map));
        }

        @Override
        public Pixels read() {
            return new Pixels(width, height, new byte[3 * width * height]);
        }
    }

    private static Picture picture(int width, int height, int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return new Picture(width, height, LabelMap.of(height, width, bytes));
    }

    /**
     * Two pictures of other sizes in one batch of 4 x 4, the second one mirrored: ignored pixels and padding have no
     * class.
     */
    @Test
    void paddingAndIgnoredPixelsAreLeftOut() {
        ImagePreparation preparation =
                ImagePreparation.inSteps((width, height) -> new Resizing.Extent(width, height), 0, 4);
        Prepared<TrueObjects> first = preparation.prepare(picture(3, 2, 0, 1, 2, 255, 1, 0), false);
        Prepared<TrueObjects> second = preparation.prepare(picture(2, 3, 4, 5, 6, 255, 8, 9), true);
        ImageBatch batch = preparation.batch(List.of(first, second));
        assertThat(batch.height()).isEqualTo(4);
        assertThat(PixelTruth.of(List.of(first, second), 4, 4))
                .containsExactly(
                        0, 1, 2, -1, -1, 1, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, //
                        5, 4, -1, -1, -1, 6, -1, -1, 9, 8, -1, -1, -1, -1, -1, -1);
    }

    @Test
    void theBestClassIsTakenAtTheResizedSizeAndTheNearestOneAtTheOriginals() {
        Picture sample = picture(4, 2, 0, 0, 0, 0, 0, 0, 0, 0);
        ImagePreparation preparation = ImagePreparation.inSteps((_, _) -> new Resizing.Extent(2, 1), 0, 4);
        Prepared<TrueObjects> image = preparation.prepare(sample, false);
        // Two classes on 4 x 4 cells, of which the picture has the first two of the first row; equal scores at the
        // second.
        float[] scores = new float[32];
        scores[16] = 1;
        byte[] best = PixelLabels.best(scores, 4, 4, image);
        assertThat(best).containsExactly(1, 0);
        assertThat(PixelLabels.original(best, image, sample).labels()).containsExactly(1, 1, 0, 0, 1, 1, 0, 0);
    }

    private static final Dataset<TrueObjects> SHAPES = DataSets.load(
            new DataSettings.Shapes(5, 40, 32, 3, 2, 2, 3, 12, 24, 0.5, 0.2, 3, 32, 40), Optional.empty());

    @Test
    void weightsOfOtherClassesAndSmallPicturesAreRefused() {
        var rule = new ResizeRule(16, 20);
        var pictures = new TrainingPictures(3, Set.of(rule.resized(40, 32), new Resizing.Extent(32, 32)));
        PixelFit.require(Optional.of(List.of(1.0, 2.0, 0.0)), 16, SHAPES, pictures);
        assertThatThrownBy(() -> PixelFit.require(Optional.of(List.of(1.0, 2.0)), 17, SHAPES, pictures))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("model.class_weights has 2 weights, expected 3")
                .hasMessageContaining("background, circle, square")
                .hasMessageContaining("a picture is 20 x 16 after resizing, less than the 17 pixels");
    }
}
