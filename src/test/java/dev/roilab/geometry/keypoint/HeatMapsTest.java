package dev.roilab.geometry.keypoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.HeatMapPeaks.Peak;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeatMapsTest {
    private static final Box BOX = new Box(10, 20, 42, 36);

    private static KeyPoint at(double x, double y) {
        return new KeyPoint(x, y, Visibility.OCCLUDED);
    }

    @Test
    void cellsAreRowsThenColumnsAndTheFarBordersBelongToTheLast() {
        List<KeyPoint> points = List.of(
                at(10, 20),
                at(17.9, 27),
                at(42, 36),
                at(42.1, 30),
                at(9.9, 30),
                new KeyPoint(12, 22, Visibility.NOT_LABELLED));
        assertThat(HeatMapTargets.cells(points, BOX, 8))
                .containsExactly(0, 3 * 8 + 1, 63, HeatMapTargets.NONE, HeatMapTargets.NONE, HeatMapTargets.NONE);
    }

    /** Four pixels a column of cells, two a row: the peak is beside the cell's middle. */
    @Test
    void whatIsLearnedIsFoundAgain() {
        float[] maps = new float[2 * 64];
        int[] cells = HeatMapTargets.cells(List.of(at(19, 31), at(31, 23)), BOX, 8);
        maps[cells[0]] = 5;
        maps[64 + cells[1]] = 3;
        List<Peak> peaks = HeatMapPeaks.find(maps, 2, BOX);
        assertThat(peaks.get(0).x()).isCloseTo(20, within(1.0));
        assertThat(peaks.get(0).y()).isCloseTo(31, within(1.0));
        assertThat(peaks.get(1).x()).isCloseTo(32, within(1.0));
        assertThat(peaks.get(1).y()).isCloseTo(23, within(1.0));
    }

    @Test
    void ofEqualPeaksTheFirstIsTaken() {
        Peak peak = HeatMapPeaks.find(new float[16], 1, BOX).getFirst();
        assertThat(peak).isEqualTo(new Peak(10.5, 20.5, 0));
    }

    @Test
    void aRegionIsAtLeastOnePixel() {
        Peak peak = HeatMapPeaks.find(new float[] {1, 2, 3, 4}, 1, new Box(7, 8, 7, 8))
                .getFirst();
        assertThat(peak.x()).isEqualTo(7.5);
        assertThat(peak.y()).isEqualTo(8.5);
    }

    @Test
    void refusesMapsThatAreNotSquareAndUnknownVisibility() {
        assertThatThrownBy(() -> HeatMapPeaks.find(new float[24], 2, BOX))
                .hasMessage("24 numbers of heat maps for 2 key points, expected square maps");
        assertThatThrownBy(() -> Visibility.ofCode(3)).hasMessageContaining("visibility of a key point is 3");
        assertThat(Visibility.ofCode(1)).isEqualTo(Visibility.OCCLUDED);
        assertThat(Visibility.VISIBLE.code()).isEqualTo(2);
    }
}
