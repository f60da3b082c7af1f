package dev.roilab.geometry;

import java.util.List;

/**
 * Box offsets as regression targets: R-CNN (arXiv:1311.2524), appendix C. For a proposal with centre (x, y), width w
 * and height h and a box with primes: {@code dx = (x' - x) / w, dy = (y' - y) / h, dw = log(w' / w), dh = log(h' / h)},
 * each divided by its deviation.
 *
 * @param deviation of dx, dy, dw, dh
 */
public record BoxCoder(List<Double> deviation) {
    /** Keeps exp() from overflowing early in training: no 16-pixel proposal becomes more than 1000 pixels long. */
    private static final double LARGEST_LOG = Math.log(1000.0 / 16);

    public BoxCoder {
        deviation = List.copyOf(deviation);
        if (deviation.size() != 4) {
            throw new IllegalArgumentException("a box has four deviations, got " + deviation);
        }
    }

    /** The four normalised offsets that lead from a proposal to a box; both have extent. */
    public double[] encode(Box proposal, Box box) {
        double x = (box.x1() + box.x2() - proposal.x1() - proposal.x2()) / 2 / proposal.width();
        double y = (box.y1() + box.y2() - proposal.y1() - proposal.y2()) / 2 / proposal.height();
        return new double[] {
            x / deviation.get(0),
            y / deviation.get(1),
            Math.log(box.width() / proposal.width()) / deviation.get(2),
            Math.log(box.height() / proposal.height()) / deviation.get(3)
        };
    }

    /** The box that {@code offsets[at] .. offsets[at + 3]} lead to. */
    public Box decode(Box proposal, float[] offsets, int at) {
        double centreX = proposal.x1() + proposal.width() * (0.5 + offsets[at] * deviation.get(0));
        double centreY = proposal.y1() + proposal.height() * (0.5 + offsets[at + 1] * deviation.get(1));
        double width = proposal.width() * Math.exp(Math.min(offsets[at + 2] * deviation.get(2), LARGEST_LOG));
        double height = proposal.height() * Math.exp(Math.min(offsets[at + 3] * deviation.get(3), LARGEST_LOG));
        return new Box(centreX - width / 2, centreY - height / 2, centreX + width / 2, centreY + height / 2);
    }
}
