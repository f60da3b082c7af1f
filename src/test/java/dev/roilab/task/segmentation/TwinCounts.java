package dev.roilab.task.segmentation;

import dev.roilab.data.parts.LabelMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The measures again, slowly: every class by itself, every pixel with all that are near it. */
record TwinCounts(List<LabelMap> truth, List<LabelMap> found, int classes) {
    private interface Pixel {
        boolean is(LabelMap truth, LabelMap found, int x, int y);
    }

    private double count(Pixel pixel) {
        double count = 0;
        for (int i = 0; i < truth.size(); i++) {
            for (int y = 0; y < truth.get(i).height(); y++) {
                for (int x = 0; x < truth.get(i).width(); x++) {
                    boolean counted = truth.get(i).at(x, y) != LabelMap.IGNORED;
                    count += counted && pixel.is(truth.get(i), found.get(i), x, y) ? 1 : 0;
                }
            }
        }
        return count;
    }

    private static boolean is(LabelMap map, int x, int y, int label) {
        return map.at(x, y) == label;
    }

    /** As the truth ignores it, if it does. */
    private static int said(LabelMap truth, LabelMap found, int x, int y) {
        return truth.at(x, y) == LabelMap.IGNORED ? LabelMap.IGNORED : found.at(x, y);
    }

    private static boolean nearAnother(IntPredicate differs, LabelMap map, int x, int y) {
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                boolean inside = x + dx >= 0 && y + dy >= 0 && x + dx < map.width() && y + dy < map.height();
                if (inside && differs.test((y + dy) * map.width() + x + dx)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean inTrueBand(LabelMap truth, int x, int y, int label) {
        return is(truth, x, y, label)
                && nearAnother(place -> truth.at(place % truth.width(), place / truth.width()) != label, truth, x, y);
    }

    private static boolean inFoundBand(LabelMap truth, LabelMap found, int x, int y, int label) {
        return is(found, x, y, label)
                && nearAnother(
                        place -> said(truth, found, place % truth.width(), place / truth.width()) != label,
                        truth,
                        x,
                        y);
    }

    double iou(int label) {
        return count((t, f, x, y) -> is(t, x, y, label) && is(f, x, y, label))
                / count((t, f, x, y) -> is(t, x, y, label) || is(f, x, y, label));
    }

    double boundaryIou(int label) {
        return count((t, f, x, y) -> inTrueBand(t, x, y, label) && inFoundBand(t, f, x, y, label))
                / count((t, f, x, y) -> inTrueBand(t, x, y, label) || inFoundBand(t, f, x, y, label));
    }

    double accuracy(int label) {
        return count((t, f, x, y) -> is(t, x, y, label) && is(f, x, y, label))
                / count((t, _, x, y) -> is(t, x, y, label));
    }

    double pixelAccuracy() {
        return count((t, f, x, y) -> t.at(x, y) == f.at(x, y)) / count((_, _, _, _) -> true);
    }

    double frequencyWeightedIou() {
        double sum = 0;
        for (int label = 0; label < classes; label++) {
            int of = label;
            double frequency = count((t, _, x, y) -> is(t, x, y, of));
            sum += frequency == 0 ? 0 : frequency * iou(of);
        }
        return sum / count((_, _, _, _) -> true);
    }

    interface OfClass {
        double of(int label);
    }

    double mean(OfClass number) {
        List<Double> defined = new ArrayList<>();
        for (int label = 0; label < classes; label++) {
            double value = number.of(label);
            if (!Double.isNaN(value)) {
                defined.add(value);
            }
        }
        return defined.stream().mapToDouble(value -> value).average().orElse(Double.NaN);
    }
}
