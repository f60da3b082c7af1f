package dev.roilab.model.fastrcnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.TrueObject;
import dev.roilab.detect.region.RegionSampler.Region;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MultiTaskLossTargetsTest {
    private static final BoxCoder CODER = new BoxCoder(List.of(0.1, 0.1, 0.2, 0.2));
    private static final int CLASSES = 3;
    private static final int COLUMNS = 4 * (CLASSES + 1);

    @Test
    void offsetsStandInTheColumnsOfTheRegionsOwnClass() {
        var truth = new TrueObject(1, new Box(10, 10, 50, 30), false);
        var region = new Region(new Box(10, 10, 30, 30), Optional.of(truth));
        var background = new Region(new Box(100, 100, 120, 120), Optional.empty());
        MultiTaskLoss.Targets targets = MultiTaskLoss.Targets.of(List.of(background, region), CLASSES, CODER);
        assertThat(targets.labels()).containsExactly(0, 2);
        // Half a width to the right, twice as wide, over the deviations.
        float[] offsets = {5, 0, (float) (Math.log(2) / 0.2), 0};
        float[] expected = new float[2 * COLUMNS];
        float[] weights = new float[2 * COLUMNS];
        for (int i = 0; i < 4; i++) {
            expected[COLUMNS + 8 + i] = offsets[i];
            weights[COLUMNS + 8 + i] = 1;
        }
        assertThat(targets.boxTargets()).containsExactly(expected);
        assertThat(targets.boxWeights()).containsExactly(weights);
    }

    @Test
    void targetsDecodeToTheObject() {
        var truth = new TrueObject(2, new Box(12.5, 7, 40.25, 33), false);
        var region = new Region(new Box(9, 4, 36, 41), Optional.of(truth));
        MultiTaskLoss.Targets targets = MultiTaskLoss.Targets.of(List.of(region), CLASSES, CODER);
        Box decoded = CODER.decode(region.box(), targets.boxTargets(), 12);
        assertThat(decoded.iou(truth.box())).isGreaterThan(0.99999);
    }

    @Test
    void noRegionsGiveEmptyTargets() {
        MultiTaskLoss.Targets targets = MultiTaskLoss.Targets.of(List.of(), CLASSES, CODER);
        assertThat(targets.labels()).isEmpty();
        assertThat(targets.boxTargets()).isEmpty();
    }
}
