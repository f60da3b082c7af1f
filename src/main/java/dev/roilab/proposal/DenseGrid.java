package dev.roilab.proposal;

import dev.roilab.data.Pixels;
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
        static Shape of(long first, double scale, double ratio, double step, Sample<?> sample) {
            double width = scale / Math.sqrt(ratio);
            double height = scale * Math.sqrt(ratio);
            long columns = (long) Math.ceil(sample.width() / (width * step));
            long rows = (long) Math.ceil(sample.height() / (height * step));
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

    @Override
    public List<Box> propose(Sample<?> sample, Supplier<Pixels> pixels) {
        List<Shape> shapes = new ArrayList<>();
        long all = 0;
        for (double scale : settings.scales()) {
            for (double ratio : settings.ratios()) {
                shapes.add(Shape.of(all, scale, ratio, settings.step(), sample));
                all = shapes.getLast().end();
            }
        }
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
