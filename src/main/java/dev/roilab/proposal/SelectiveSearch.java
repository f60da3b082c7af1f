package dev.roilab.proposal;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_ximgproc.createSelectiveSearchSegmentation;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Selective search (Uijlings et al., IJCV 2013) by OpenCV's ximgproc.
 *
 * <p>OpenCV ranks its boxes with the C library's {@code rand()}, whose state other images and threads move; the set of
 * boxes does not depend on it. So the boxes are ranked here: by a hash of their coordinates, which is as arbitrary as
 * the original's random factor but the same in every run.
 */
final class SelectiveSearch implements ProposalSource {
    private final ProposalSettings.SelectiveSearch settings;

    SelectiveSearch(ProposalSettings.SelectiveSearch settings) {
        this.settings = settings;
    }

    @Override
    public List<Box> propose(Sample sample) {
        Pixels pixels = sample.read();
        double scale = settings.width() == 0 ? 1 : (double) settings.width() / pixels.width();
        SequencedSet<Box> distinct = new LinkedHashSet<>();
        for (Box box : search(pixels, scale)) {
            Box original = box.scale(1 / scale, 1 / scale).clip(pixels.width(), pixels.height());
            if (Math.min(original.width(), original.height()) >= settings.smallest() && original.hasExtent()) {
                distinct.add(original);
            }
        }
        return distinct.stream()
                .sorted(Comparator.comparingLong(SelectiveSearch::rank))
                .limit(settings.count())
                .toList();
    }

    private List<Box> search(Pixels pixels, double scale) {
        try (var image = new Mat(pixels.height(), pixels.width(), CV_8UC3);
                var scaled = new Mat();
                var found = new RectVector();
                var searcher = createSelectiveSearchSegmentation()) {
            image.data().put(blueFirst(pixels.rgb()));
            Mat input = image;
            if (scale != 1) {
                int height = (int) Math.round(pixels.height() * scale);
                resize(image, scaled, new Size(settings.width(), height), 0, 0, INTER_AREA);
                input = scaled;
            }
            searcher.setBaseImage(input);
            switch (settings.mode()) {
                case FAST -> searcher.switchToSelectiveSearchFast();
                case QUALITY -> searcher.switchToSelectiveSearchQuality();
            }
            searcher.process(found);
            List<Box> boxes = new ArrayList<>();
            for (var rectangle : found.get()) {
                boxes.add(new Box(
                        rectangle.x(),
                        rectangle.y(),
                        rectangle.x() + (double) rectangle.width(),
                        rectangle.y() + (double) rectangle.height()));
            }
            return boxes;
        }
    }

    private static byte[] blueFirst(byte[] rgb) {
        byte[] bgr = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        return bgr;
    }

    /** The finaliser of SplitMix64 over the coordinates. */
    private static long rank(Box box) {
        long hash = 0;
        for (double coordinate : new double[] {box.x1(), box.y1(), box.x2(), box.y2()}) {
            hash = (hash ^ Double.doubleToLongBits(coordinate)) + 0x9E3779B97F4A7C15L;
            hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
            hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
            hash ^= hash >>> 31;
        }
        return hash;
    }
}
