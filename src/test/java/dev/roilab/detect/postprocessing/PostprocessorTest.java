package dev.roilab.detect.postprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.geometry.Detection;
import dev.roilab.timing.Stages;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From outputs to detections with two object classes, on an image of 100 x 80 pixels. */
class PostprocessorTest {
    private static final BoxCoder CODER = new BoxCoder(List.of(0.1, 0.1, 0.2, 0.2));
    private static final int COLUMNS = 3;

    private static final Box LEFT = new Box(10, 10, 30, 40);
    private static final Box NEARLY_LEFT = new Box(10, 10, 31, 40);
    private static final Box RIGHT = new Box(60, 10, 90, 40);

    private static List<Detection> detections(
            PostprocessingSettings settings, List<Box> regions, float... probabilities) {
        return detections(settings, regions, probabilities, new float[4 * COLUMNS * regions.size()]);
    }

    private static List<Detection> detections(
            PostprocessingSettings settings, List<Box> regions, float[] probabilities, float[] offsets) {
        return new Postprocessor(CODER, settings).detections(regions, probabilities, offsets, 100, 80, Stages.UNTIMED);
    }

    private static final PostprocessingSettings USUAL = new PostprocessingSettings(0.05, 0.3, 100);

    @Test
    void overlapsAreSuppressedWithinAClassOnly() {
        List<Detection> found = detections(USUAL, List.of(LEFT, NEARLY_LEFT, RIGHT), new float[] {
            0.25f, 0.5f, 0.25f, 0, 0.625f, 0.375f, 0.125f, 0.875f, 0
        });
        assertThat(found)
                .containsExactly(
                        new Detection(0, 0.875, RIGHT),
                        new Detection(0, 0.625, NEARLY_LEFT),
                        new Detection(1, 0.375, NEARLY_LEFT));
    }

    @Test
    void scoresAtTheThresholdAreDropped() {
        var settings = new PostprocessingSettings(0.25, 0.3, 100);
        assertThat(detections(settings, List.of(LEFT, RIGHT), 0.75f, 0.25f, 0, 0.5f, 0.2501f, 0.2499f))
                .singleElement()
                .satisfies(detection -> assertThat(detection.box()).isEqualTo(RIGHT));
    }

    @Test
    void boxesThinnerThanAHundredthOfAPixelAreDropped() {
        var asProposed = new Postprocessor(CODER, USUAL, DetectedBoxes.PROPOSALS);
        Box narrow = new Box(0, 0, 0.01, 30);
        Box flat = new Box(40, 0, 70, 0.01);
        List<Box> regions = List.of(narrow, new Box(0, 40, 0.0099, 70), flat, new Box(80, 0, 99, 0.0099));
        float[] probabilities = {0, 0.9f, 0, 0, 0.8f, 0, 0, 0.7f, 0, 0, 0.6f, 0};
        assertThat(asProposed.detections(regions, probabilities, new float[48], 100, 80, Stages.UNTIMED))
                .extracting(Detection::box)
                .containsExactly(narrow, flat);
    }

    @Test
    void theBestOfAllClassesAreKept() {
        var settings = new PostprocessingSettings(0.05, 0.3, 2);
        assertThat(detections(settings, List.of(LEFT, RIGHT), 0.25f, 0.25f, 0.5f, 0.125f, 0.75f, 0.125f))
                .extracting(Detection::score)
                .containsExactly(0.75, 0.5);
    }

    @Test
    void eachClassMovesTheBoxByItsOwnOffsets() {
        float[] offsets = new float[4 * COLUMNS];
        offsets[4] = 5;
        offsets[8 + 1] = -2;
        offsets[8 + 2] = (float) (Math.log(0.5) / 0.2);
        List<Detection> found = detections(USUAL, List.of(LEFT), new float[] {0.25f, 0.5f, 0.25f}, offsets);
        // Half a width to the right; a fifth of the height up and half as wide.
        assertThat(found.getFirst().box()).isEqualTo(new Box(20, 10, 40, 40));
        Box second = found.getLast().box();
        assertThat(second.x1()).isCloseTo(15, within(1e-5));
        assertThat(second.x2()).isCloseTo(25, within(1e-5));
        assertThat(second.y1()).isCloseTo(4, within(1e-5));
        assertThat(second.y2()).isCloseTo(34, within(1e-5));
    }

    @Test
    void boxesAreCutToTheImageAndVanishOutsideIt() {
        float[] offsets = new float[2 * 4 * COLUMNS];
        offsets[4] = -10;
        offsets[4 * COLUMNS + 4] = 10;
        List<Detection> found = detections(
                USUAL, List.of(new Box(10, 60, 30, 100), RIGHT), new float[] {0, 0.5f, 0, 0, 0.75f, 0}, offsets);
        // The first moves by a width, to -10..10; the second to 90..120.
        assertThat(found).extracting(Detection::box).containsExactly(new Box(90, 10, 100, 40), new Box(0, 60, 10, 80));
        offsets[4] = -20;
        assertThat(detections(USUAL, List.of(new Box(10, 60, 30, 100)), new float[] {0, 0.5f, 0}, offsets))
                .isEmpty();
    }

    @Test
    void noRegionsGiveNoDetections() {
        assertThat(detections(USUAL, List.of())).isEmpty();
    }
}
