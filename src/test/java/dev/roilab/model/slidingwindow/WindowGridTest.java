package dev.roilab.model.slidingwindow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.detect.ScaleSettings;
import dev.roilab.geometry.Box;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowGridTest {
    @Test
    void countsPositionsTimesSizesTimesRatios() {
        // 40 x 30 pixels, squares of 10 in steps of 5: 7 across, 5 down; flat ones of 20 x 5 in steps of 10 and 2.5.
        var squares = new WindowGrid(List.of(10.0), List.of(1.0), 0.5);
        var both = new WindowGrid(List.of(10.0), List.of(1.0, 0.25), 0.5);
        assertThat(squares.windows(40, 30)).hasSize(7 * 5);
        assertThat(both.windows(40, 30)).hasSize(7 * 5 + 3 * 11);
    }

    @Test
    void theLastWindowEndsAtTheBorder() {
        var windows = new WindowGrid(List.of(10.0), List.of(1.0), 1).windows(25, 10);
        assertThat(windows).containsExactly(new Box(0, 0, 10, 10), new Box(10, 0, 20, 10), new Box(15, 0, 25, 10));
    }

    @Test
    void windowsLargerThanTheImageAreLeftOut() {
        assertThat(new WindowGrid(List.of(50.0), List.of(1.0), 1).windows(60, 40))
                .isEmpty();
    }

    @Test
    void aWindowGoesToTheScaleThatBringsItNearestToTheWantedSize() {
        // At 480, 600 and 1200 of 480 pixels: factors 1, 1.25 and 2.5.
        var scales = new ScaleSettings(List.of(480, 600, 1200), 224);
        assertThat(scales.nearest(new Box(0, 0, 224, 224), 480)).isZero();
        assertThat(scales.nearest(new Box(0, 0, 180, 180), 480)).isEqualTo(1);
        assertThat(scales.nearest(new Box(0, 0, 45, 180), 480)).isEqualTo(2);
        assertThat(scales.nearest(new Box(0, 0, 400, 400), 480)).isZero();
    }

    /** The last step ends at the border already, where no window is made twice. */
    @Test
    void stepsArePartsOfTheWindowAndEndAtTheBorder() {
        var grid = new WindowGrid(List.of(20.0), List.of(1.0), 0.5);
        assertThat(grid.windows(40, 20))
                .containsExactly(new Box(0, 0, 20, 20), new Box(10, 0, 30, 20), new Box(20, 0, 40, 20));
    }

    @Test
    void aGridOfNothingSaysWhichListIsEmpty() {
        assertThatThrownBy(() -> new WindowGrid(List.of(), List.of(1.0), 1))
                .hasMessage("sides must be at least one number");
        assertThatThrownBy(() -> new WindowGrid(List.of(10.0), List.of(), 1))
                .hasMessage("ratios must be at least one number");
    }
}
