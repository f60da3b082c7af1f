package dev.roilab.model.yolo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Resizing.Extent;
import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import dev.roilab.model.yolo.InputSettings.Aspect;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a YOLO's numbers stand for. */
class GridTest {
    private static final Grid PAPER = new Grid(7, 2, 20);

    @Test
    void thePapersNumbersAreSevenBySevenByThirty() {
        assertThat(PAPER.length()).isEqualTo(7 * 7 * 30);
        assertThat(PAPER.box(8, 1)).isEqualTo(8 * 30 + 5);
        assertThat(PAPER.probabilities(48)).isEqualTo(48 * 30 + 10);
        assertThat(PAPER.probabilities(48) + 20).isEqualTo(PAPER.length());
    }

    @Test
    void aBoxThatIsWrittenIsRead() {
        var object = new Box(0.31, 0.52, 0.49, 0.98);
        int cell = PAPER.cell(object);
        // Its centre, (0.4, 0.75), is in column 2 and row 5.
        assertThat(cell).isEqualTo(5 * 7 + 2);
        float[] outputs = new float[PAPER.length()];
        int at = PAPER.box(cell, 1);
        outputs[at] = (float) PAPER.across(cell, object);
        outputs[at + 1] = (float) PAPER.down(cell, object);
        outputs[at + Grid.WIDTH] = (float) Math.sqrt(object.width());
        outputs[at + Grid.HEIGHT] = (float) Math.sqrt(object.height());
        assertThat(outputs[at]).isBetween(0f, 1f);
        assertThat(outputs[at + 1]).isBetween(0f, 1f);
        assertThat(PAPER.decode(outputs, 0, cell, 1).iou(object)).isGreaterThan(1 - 1e-6);
    }

    @Test
    void aCentreOnTheBorderBelongsToTheLastCell() {
        assertThat(PAPER.cell(new Box(0.9, 0.9, 1.1, 1.1))).isEqualTo(48);
        assertThat(PAPER.cell(new Box(0, 0, 0, 0))).isZero();
    }

    @Test
    void theLargestObjectOfACellIsLearnedAndTheOthersAreCounted() {
        var grid = new Grid(2, 1, 3);
        var small = new TrueObject(0, new Box(0.1, 0.1, 0.2, 0.2), false);
        var large = new TrueObject(1, new Box(0.1, 0.1, 0.4, 0.4), false);
        var twin = new TrueObject(2, new Box(0.1, 0.1, 0.4, 0.4), false);
        var alone = new TrueObject(2, new Box(0.6, 0.1, 0.7, 0.2), false);
        CellObjects objects = CellObjects.of(grid, List.of(small, large, alone, twin));
        assertThat(objects.without()).isEqualTo(2);
        assertThat(objects.byCell().get(0)).contains(large);
        assertThat(objects.byCell().get(1)).contains(alone);
        assertThat(objects.byCell().get(2)).isEmpty();
    }

    @Test
    void theBoxThatOverlapsMostIsResponsibleAndElseTheNearest() {
        var object = new Box(0.4, 0.4, 0.6, 0.6);
        var covers = new Box(0.4, 0.4, 0.6, 0.55);
        var touches = new Box(0.55, 0.55, 0.9, 0.9);
        assertThat(ResponsiblePredictor.of(List.of(touches, covers), object)).isEqualTo(1);
        assertThat(ResponsiblePredictor.of(List.of(covers, touches), object)).isZero();
        var far = new Box(0, 0, 0.1, 0.1);
        var near = new Box(0.3, 0.3, 0.35, 0.35);
        assertThat(ResponsiblePredictor.of(List.of(far, near), object)).isEqualTo(1);
        assertThat(ResponsiblePredictor.of(List.of(near, near), object)).isZero();
        // An overlap counts, however small, beside a box that is nearer.
        var longer = new Box(0.59, 0.59, 0.99, 0.99);
        var beside = new Box(0.4, 0.19, 0.6, 0.39);
        assertThat(ResponsiblePredictor.of(List.of(beside, longer), object)).isEqualTo(1);
    }

    @Test
    void aScoreIsTheProbabilityTimesTheConfidence() {
        var grid = new Grid(1, 2, 2);
        float[] outputs = {0.5f, 0.5f, 0.5f, 1, 0.5f, 0, 0, 1, 1, -0.5f, 1.5f, 0.25f};
        ScoredBoxes found = ScoredBoxes.of(grid, outputs, 64);
        assertThat(found.boxes()).containsExactly(new Box(24, 0, 40, 64), new Box(-32, -32, 32, 32));
        assertThat(found.probabilities()).containsExactly(new float[] {0, 0.5f, 0.125f, 0, 0, 0}, offset(1e-6f));
    }

    @Test
    void anImageBecomesASquareByItsRule() {
        assertThat(new InputSettings(96, Aspect.STRETCHED).resizing().resized(200, 100))
                .isEqualTo(new Extent(96, 96));
        assertThat(new InputSettings(96, Aspect.KEPT).resizing().resized(200, 100))
                .isEqualTo(new Extent(96, 48));
        assertThat(new InputSettings(96, Aspect.KEPT).resizing().resized(10, 20))
                .isEqualTo(new Extent(48, 96));
        assertThatThrownBy(() -> new InputSettings(100, Aspect.KEPT))
                .hasMessageContaining("side must be a multiple of 32, got 100");
    }

    @Test
    void layersMustFitEachOther() {
        assertThatThrownBy(() -> new AddedLayers(List.of(4, 4), List.of(1), List.of(), 1))
                .hasMessageContaining("strides must be as many as channels, 2, got 1")
                .hasMessageContaining("fc must name at least one layer")
                .hasMessageContaining("dropout must be in [0, 1)");
        assertThat(new AddedLayers(List.of(4, 4), List.of(1, 2), List.of(8), 0).cells(5))
                .isEqualTo(3);
    }

    @Test
    void aWideImageIsPaddedToTheSquare() {
        var input = new InputSettings(64, Aspect.KEPT);
        var squares = new ImagePreparation(input.resizing(), 0, input.side());
        var image = squares.prepare(new WideSample(), false);
        var batch = squares.batch(List.of(image));
        assertThat(List.of(image.width(), image.height(), batch.width(), batch.height()))
                .containsExactly(64, 16, 64, 64);
        assertThat(batch.values()[15 * 64 + 63]).isNotZero();
        assertThat(batch.values()[16 * 64]).isZero();
    }
}
