package dev.roilab.proposal;

import dev.roilab.data.Pixels;
import dev.roilab.data.Resizing.Extent;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Boxes of every scale and ratio at regular positions, cut to the image. Where they are more than wanted, every n-th is
 * taken, so that all positions and sizes stay represented; the others are never made.
 */
final class DenseGrid implements ProposalSource {
    private final ProposalSettings.DenseGrid settings;

    DenseGrid(ProposalSettings.DenseGrid settings) {
        this.settings = settings;
    }

    /**
     * The boxes of one shape: rows of them from the image's upper left corner.
     *
     * @param first number of the first box among those of all shapes
     */
    private record Shape(long first, double width, double height, double step, long columns, long rows) {
        static Shape of(long first, double scale, double ratio, double step, Extent picture) {
            double width = scale / Math.sqrt(ratio);
            double height = scale * Math.sqrt(ratio);
            long columns = (long) Math.ceil(picture.width() / (width * step));
            long rows = (long) Math.ceil(picture.height() / (height * step));
            return new Shape(first, width, height, step, columns, rows);
        }

        long end() {
            return first + columns * rows;
        }

        Box box(long number) {
            double x = (number - first) % columns * (width * step);
            double y = Math.floorDiv(number - first, columns) * (height * step);
            return new Box(x, y, x + width, y + height);
        }
    }

    private static List<Shape> shapes(ProposalSettings.DenseGrid settings, Extent picture) {
        List<Shape> shapes = new ArrayList<>();
        long all = 0;
        for (double scale : settings.scales()) {
            for (double ratio : settings.ratios()) {
                shapes.add(Shape.of(all, scale, ratio, settings.step(), picture));
                all = shapes.getLast().end();
            }
        }
        return shapes;
    }

    /** How many boxes there are in a picture, wanted or not. */
    static long boxes(ProposalSettings.DenseGrid settings, Extent picture) {
        return shapes(settings, picture).getLast().end();
    }

    @Override
    public List<Box> propose(Sample<?> sample, Supplier<Pixels> pixels) {
        List<Shape> shapes = shapes(settings, new Extent(sample.width(), sample.height()));
        long all = shapes.getLast().end();
        long count = Math.min(all, settings.count());
        List<Box> boxes = new ArrayList<>((int) count);
        int shape = 0;
        for (long i = 0; i < count; i++) {
            long number = i * all / count;
            while (number >= shapes.get(shape).end()) {
                shape++;
            }
            boxes.add(shapes.get(shape).box(number).clip(sample.width(), sample.height()));
        }
        return List.copyOf(boxes);
    }
}
