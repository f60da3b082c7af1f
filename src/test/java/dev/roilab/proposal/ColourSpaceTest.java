package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.junit.jupiter.api.Test;

class ColourSpaceTest {
    /** Blue, pure green, pure red, white: blue first. */
    private static final byte[] ROW = {-1, 0, 0, 0, -1, 0, 0, 0, -1, -1, -1, -1};

    private static byte[][] channels(ColourSpace space) {
        try (var image = new Mat(1, 4, CV_8UC3)) {
            image.data().put(ROW);
            return space.channels(image);
        }
    }

    @Test
    void knowsThePrimaries() {
        assertThat(channels(ColourSpace.HSV))
                .isDeepEqualTo(new byte[][] {{120, 60, 0, 0}, {-1, -1, -1, 0}, {-1, -1, -1, -1}});
        assertThat(channels(ColourSpace.BLUE)).isDeepEqualTo(new byte[][] {{-1, 0, 0, -1}});
        // The luma of ITU-R BT.601: 0.114 blue + 0.587 green + 0.299 red.
        assertThat(channels(ColourSpace.INTENSITY)).isDeepEqualTo(new byte[][] {{29, (byte) 150, 76, -1}});
        assertThat(channels(ColourSpace.RED_GREEN_INTENSITY)).isDeepEqualTo(new byte[][] {
            {0, 0, -1, -1}, {0, -1, 0, -1}, {29, (byte) 150, 76, -1}
        });
        assertThat(channels(ColourSpace.LAB)[0][3]).isEqualTo((byte) 255);
    }

    @Test
    void readsAPartOfALargerImage() {
        try (var image = new Mat(1, 4, CV_8UC3);
                var part = new Mat(image, new Rect(1, 0, 2, 1))) {
            image.data().put(ROW);

            assertThat(ColourSpace.RED_GREEN_INTENSITY.channels(part)[1]).containsExactly(255, 0);
        }
    }
}
