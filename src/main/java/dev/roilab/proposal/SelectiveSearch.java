package dev.roilab.proposal;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.function.Supplier;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Selective search (Uijlings et al., IJCV 2013), by OpenCV or our own; docs/decisions/004 and 005.
 *
 * <p>OpenCV's boxes are ranked by a hash of their coordinates, which is as arbitrary as the original's random factor
 * but the same in every run. Our own come ranked.
 */
final class SelectiveSearch implements ProposalSource {
    private final ProposalSettings.SelectiveSearch settings;

    SelectiveSearch(ProposalSettings.SelectiveSearch settings) {
        this.settings = settings;
    }

    @Override
    public List<Box> propose(Sample<?> sample, Supplier<Pixels> decoded) {
        Pixels pixels = decoded.get();
        double scale = settings.width() == 0 ? 1 : (double) settings.width() / pixels.width();
        SequencedSet<Box> distinct = new LinkedHashSet<>();
        for (Box box : search(pixels, scale)) {
            Box original = box.scale(1 / scale, 1 / scale).clip(pixels.width(), pixels.height());
            if (Math.min(original.width(), original.height()) >= settings.smallest() && original.hasExtent()) {
                distinct.add(original);
            }
        }
        var ranked = switch (settings.implementation()) {
            case OPENCV -> distinct.stream().sorted(Comparator.comparingLong(SelectiveSearch::hash));
            case ROILAB -> distinct.stream();
        };
        return ranked.limit(settings.count()).toList();
    }

    private List<Box> search(Pixels pixels, double scale) {
        try (var image = new Mat(pixels.height(), pixels.width(), CV_8UC3);
                var scaled = new Mat()) {
            image.data().put(blueFirst(pixels.rgb()));
            if (scale == 1) {
                return search(image);
            }
            int height = (int) Math.round(pixels.height() * scale);
            resize(image, scaled, new Size(settings.width(), height), 0, 0, INTER_AREA);
            return search(scaled);
        }
    }

    private List<Box> search(Mat image) {
        return switch (settings.implementation()) {
            case OPENCV -> OpenCvSearch.find(image, settings.mode());
            case ROILAB -> GroupingSearch.find(image, settings.mode());
        };
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
    private static long hash(Box box) {
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
