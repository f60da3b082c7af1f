package dev.roilab.eval;

/**
 * Precision over recall along detections of falling score. Only the places where a further object is found matter:
 * between them precision falls and recall stands.
 */
final class FoundCurve {
    private final int positives;
    private final double[] precision;
    private int found;

    /** @param positives objects that can be found */
    FoundCurve(int positives) {
        this.positives = positives;
        this.precision = new double[positives];
    }

    /** One more object is found, after so many wrong detections. */
    void find(int wrong) {
        found++;
        precision[found - 1] = found / (double) (found + wrong);
    }

    int found() {
        return found;
    }

    /**
     * The best precision with at least each of these recalls, zero beyond the greatest recall.
     *
     * @param recalls rising, in [0, 1]
     */
    double[] precision(double[] recalls) {
        double[] envelope = envelope();
        double[] points = new double[recalls.length];
        int place = 0;
        for (int point = 0; point < recalls.length; point++) {
            while (place < found && (place + 1) / (double) positives < recalls[point]) {
                place++;
            }
            points[point] = place < found ? envelope[place] : 0;
        }
        return points;
    }

    /** The area below the falling envelope: every object adds the best precision at which it is found. */
    double area() {
        double sum = 0;
        for (double best : envelope()) {
            sum += best;
        }
        return sum / positives;
    }

    private double[] envelope() {
        double[] envelope = new double[found];
        double best = 0;
        for (int place = found - 1; place >= 0; place--) {
            best = Math.max(best, precision[place]);
            envelope[place] = best;
        }
        return envelope;
    }
}
