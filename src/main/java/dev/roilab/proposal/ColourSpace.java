package dev.roilab.proposal;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The colour spaces in which selective search looks at an image (Uijlings et al., IJCV 2013, section 3.2), every
 * channel in 8 bits.
 *
 * <p>They are the planes that OpenCV's strategies use, so that the two searches can be compared. Two differ from the
 * paper: its {@code rgI} divides red and green by the intensity, {@link #RED_GREEN_INTENSITY} does not; and where it
 * has the hue alone there is {@link #BLUE}.
 */
enum ColourSpace {
    /** Hue in steps of two degrees (0 to 179), saturation, value. */
    HSV {
        @Override
        byte[][] channels(Mat image) {
            return converted(image, opencv_imgproc.COLOR_BGR2HSV);
        }
    },
    /** CIE L*a*b* of a D65 white, shifted and scaled to 0 to 255. */
    LAB {
        @Override
        byte[][] channels(Mat image) {
            return converted(image, opencv_imgproc.COLOR_BGR2Lab);
        }
    },
    /** The luma alone. */
    INTENSITY {
        @Override
        byte[][] channels(Mat image) {
            return converted(image, opencv_imgproc.COLOR_BGR2GRAY);
        }
    },
    /** The blue channel alone. */
    BLUE {
        @Override
        byte[][] channels(Mat image) {
            return new byte[][] {split(image)[0]};
        }
    },
    /** Red, green and the luma. */
    RED_GREEN_INTENSITY {
        @Override
        byte[][] channels(Mat image) {
            byte[][] colours = split(image);
            return new byte[][] {colours[2], colours[1], INTENSITY.channels(image)[0]};
        }
    };

    /**
     * The image in this space.
     *
     * @param image [H, W, 3], 8 bits, blue first
     * @return [channels][H * W], unsigned
     */
    abstract byte[][] channels(Mat image);

    private static byte[][] converted(Mat image, int conversion) {
        try (var target = new Mat()) {
            opencv_imgproc.cvtColor(image, target, conversion);
            return split(target);
        }
    }

    private static byte[][] split(Mat image) {
        int channels = image.channels();
        byte[] interleaved = new byte[Math.multiplyExact(Math.multiplyExact(image.rows(), image.cols()), channels)];
        try (var whole = new Mat(image.rows(), image.cols(), opencv_core.CV_8UC(channels))) {
            image.copyTo(whole);
            whole.data().get(interleaved);
        }
        byte[][] planes = new byte[channels][interleaved.length / channels];
        for (int channel = 0; channel < channels; channel++) {
            byte[] plane = planes[channel];
            for (int pixel = 0; pixel < plane.length; pixel++) {
                plane[pixel] = interleaved[pixel * channels + channel];
            }
        }
        return planes;
    }
}
