package dev.roilab.detect.staged;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fits the box regressors of every class from cached features: R-CNN (arXiv:1311.2524), appendix C. */
public final class RidgeStage {
    /** Offsets as they are: ridge regression needs no normalised targets. */
    public static final BoxCoder CODER = new BoxCoder(List.of(1.0, 1.0, 1.0, 1.0));

    /** dx, dy, dw, dh. */
    static final int OFFSETS = 4;

    /** Name of the layer in files, and of the stage of a test. */
    public static final String NAME = "box_regression";

    private final RidgeSettings settings;
    private final List<List<Pair>> pairs = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // four numbers on their way to a matrix; never compared
    private record Pair(long row, double[] offsets) {}

    RidgeStage(RidgeSettings settings, int classes) {
        this.settings = settings;
        for (int label = 0; label < classes; label++) {
            pairs.add(new ArrayList<>());
        }
    }

    /** The object that a proposal learns to move to, if it is near enough to one. */
    Optional<TrueObject> partner(ImageWindows image, Box proposal) {
        return image.nearest(proposal).filter(object -> object.box().iou(proposal) > settings.iou());
    }

    /** Takes note of a proposal and its object; {@code row} is where its features are. */
    void add(Box proposal, TrueObject object, long row) {
        pairs.get(object.label()).add(new Pair(row, CODER.encode(proposal, object.box())));
    }

    /**
     * The regressors as one map with {@code 4 (classes + 1)} outputs, background's first and always 0: a class without
     * pairs leaves its proposals where they are.
     *
     * @param length mean length of the features
     */
    LinearMap fit(FeatureCache features, double length) {
        var map = LinearMap.zeros(OFFSETS * (pairs.size() + 1), features.dimensions());
        for (int label = 0; label < pairs.size(); label++) {
            List<Pair> chosen = spread(pairs.get(label), settings.pairs());
            if (!chosen.isEmpty()) {
                List<float[]> rows = chosen.stream()
                        .map(pair -> features.read(pair.row(), 1))
                        .toList();
                List<double[]> targets = chosen.stream().map(Pair::offsets).toList();
                var fitted = RidgeRegression.fit(rows, targets, settings.strength(), settings.norm() / length);
                for (int offset = 0; offset < OFFSETS; offset++) {
                    map.setRow(OFFSETS * (label + 1) + offset, fitted.weights()[offset], fitted.offsets()[offset]);
                }
            }
        }
        return map;
    }

    private static <T> List<T> spread(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> spread = new ArrayList<>(most);
        for (long i = 0; i < most; i++) {
            spread.add(all.get((int) (i * all.size() / most)));
        }
        return spread;
    }
}
