package dev.roilab.task.segmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Placement;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.data.parts.ObjectMask;
import dev.roilab.data.parts.ObjectParts;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TrueLabelsTest {
    private static final int X = LabelMap.IGNORED;
    private static final SegmentationTask TASK = SegmentationTask.INSTANCE;

    private static final Dataset<TrueObjects> SHAPES = DataSets.load(
            new DataSettings.Shapes(5, 40, 32, 3, 2, 3, 3, 12, 24, 0.5, 0.2, 3, 32, 40), Optional.empty());

    private static TrueObject object(int label, boolean difficult, boolean crowd, String... rows) {
        boolean[] inside = new boolean[rows.length * rows[0].length()];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#';
        }
        var mask = ObjectMask.of(RunLengthMask.ofBitmap(rows.length, rows[0].length(), inside));
        var parts = new ObjectParts(crowd, Optional.empty(), Optional.of(mask), Optional.empty());
        return new TrueObject(label, mask.pixels().box(), difficult, parts);
    }

    @Test
    void objectsArePaintedInTheirOrderOverBackgroundAndIgnoredOnes() {
        var truth = new TrueObjects(List.of(
                object(0, false, false, "###..", "###.."),
                object(1, false, false, "..##.", "....."),
                object(0, true, false, ".....", "...##"),
                object(1, false, true, ".####", ".....")));
        assertThat(TrueLabels.of(truth, 2, 5)).isEqualTo(SegmentationTaskTest.map(new int[][] {
            {1, 1, 2, 2, X}, {1, 1, 1, X, X}
        }));
    }

    @Test
    void aPictureWithoutObjectsIsBackground() {
        assertThat(TrueLabels.of(new TrueObjects(List.of()), 1, 3))
                .isEqualTo(SegmentationTaskTest.map(new int[][] {{0, 0, 0}}));
    }

    @Test
    void objectsGiveOneClassMoreAndEachVisiblePixelItsObjects() {
        Dataset<LabelMap> read = TASK.read(SHAPES);
        assertThat(read.classes()).containsExactly("background", "circle", "square", "triangle");
        for (int picture = 0; picture < 3; picture++) {
            LabelMap map = read.train().get(picture).truth();
            int[] painted = new int[4];
            for (byte label : map.labels()) {
                painted[label]++;
            }
            int[] visible = new int[4];
            SHAPES.train()
                    .get(picture)
                    .truth()
                    .objects()
                    .forEach(object -> visible[object.label() + 1] +=
                            object.parts().mask().orElseThrow().pixels().area());
            visible[0] = 32 * 40 - visible[1] - visible[2] - visible[3];
            // The masks of shapes are what can be seen of them, so that none covers another.
            assertThat(painted).isEqualTo(visible);
        }
    }

    /** Painting placed objects and placing what was painted is the same, in a mirror too. */
    @Test
    void labelsOfAMovedPictureAreMovedLabels() {
        for (Sample<TrueObjects> sample : SHAPES.train()) {
            for (boolean flipped : List.of(false, true)) {
                var placement = Placement.resized(40, 32, 50, 27, flipped);
                assertThat(TrueLabels.of(sample.truth().placed(placement), 27, 50))
                        .isEqualTo(TrueLabels.of(sample.truth(), 32, 40).placed(placement));
            }
        }
    }

    /** The same pictures with other annotations, of which some may be left out. */
    private static Dataset<TrueObjects> with(Function<Sample<TrueObjects>, TrueObjects> truth) {
        return SHAPES.map(truth);
    }

    @Test
    void aMapOfItsOwnKeepsTheDatasClasses() {
        Dataset<LabelMap> read =
                TASK.read(with(_ -> new TrueObjects(List.of(), Optional.of(LabelMap.of(32, 40, new byte[32 * 40])))));
        assertThat(read.classes()).containsExactly("circle", "square", "triangle");
        assertThat(read.test().getFirst().truth().labels()).containsOnly(0);
    }

    @Test
    void dataWithoutPixelsAreRefusedWithTheirPictures() {
        Dataset<TrueObjects> boxes = with(sample -> new TrueObjects(sample.truth().objects().stream()
                .map(object -> new TrueObject(object.label(), object.box(), false))
                .toList()));
        assertThatThrownBy(() -> TASK.read(boxes))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("data: 5 of 5 pictures have objects whose pixels are not known")
                .hasMessageContaining("train-00000, train-00001");
        Dataset<TrueObjects> some = with(sample -> new TrueObjects(
                List.of(),
                sample.id().equals("train-00001")
                        ? Optional.empty()
                        : Optional.of(LabelMap.of(32, 40, new byte[32 * 40]))));
        assertThatThrownBy(() -> TASK.read(some))
                .hasMessageContaining("1 of 5 pictures have no map of labels, and others have one: train-00001");
        Dataset<TrueObjects> small = with(_ -> new TrueObjects(List.of(), Optional.of(LabelMap.of(1, 2, new byte[2]))));
        assertThatThrownBy(() -> TASK.read(small)).hasMessageContaining("have a map of labels of another size");
        assertThatThrownBy(() -> TASK.read(SHAPES.withClasses(new ArrayList<>(Collections.nCopies(255, "a")))))
                .hasMessageContaining("256 classes of pixels, expected at most 255");
    }
}
