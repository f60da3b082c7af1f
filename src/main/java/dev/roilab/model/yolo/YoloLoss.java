package dev.roilab.model.yolo;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import dev.roilab.model.yolo.LossSettings.Confidence;
import dev.roilab.nn.Losses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Equation 3: squared errors, summed over cells and boxes and here averaged over the images of a mini-batch, as the
 * authors' code does by its learning rate. The numbers of a few images are few, and which box is responsible depends on
 * all of them, so that everything is computed on the host.
 *
 * <p>What an object's box should say of its own overlap is taken as given: no gradient goes through it.
 */
final class YoloLoss {
    /** Of the probabilities of the classes, in cells with an object. */
    static final String CLASSIFICATION = "classification";

    /** Of the centres of responsible boxes. */
    static final String CENTRE = "centre";

    /** Of the square roots of their widths and heights. */
    static final String SIZE = "size";

    /** Of their confidences. */
    static final String CONFIDENCE = "confidence";

    /** Of the confidences of all other boxes, which should be 0. */
    static final String NO_OBJECT = "no_object";

    private static final List<String> TERMS = List.of(CLASSIFICATION, CENTRE, SIZE, CONFIDENCE, NO_OBJECT);

    private final Grid grid;
    private final LossSettings settings;

    YoloLoss(Grid grid, LossSettings settings) {
        this.grid = grid;
        this.settings = settings;
    }

    /**
     * Of a mini-batch.
     *
     * @param losses weighted
     * @param gradient of their sum with respect to the network's outputs
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
    record Value(Losses losses, float[] gradient) {}

    /**
     * Evaluates it.
     *
     * @param outputs of N images, N times {@link Grid#length}
     * @param images what is true of each
     */
    Value of(float[] outputs, List<CellObjects> images) {
        var sums = new Sums(outputs, 1.0 / images.size());
        for (int image = 0; image < images.size(); image++) {
            int start = image * grid.length();
            for (int cell = 0; cell < grid.count(); cell++) {
                cell(sums, start, cell, images.get(image).byCell().get(cell));
            }
        }
        return new Value(new Losses(sums.terms), sums.gradient);
    }

    private void cell(Sums sums, int start, int cell, Optional<TrueObject> object) {
        List<Box> predicted = new ArrayList<>();
        for (int predictor = 0; predictor < grid.boxes(); predictor++) {
            predicted.add(grid.decode(sums.outputs, start, cell, predictor));
        }
        int responsible = object.map(known -> ResponsiblePredictor.of(predicted, known.box()))
                .orElse(-1);
        for (int predictor = 0; predictor < grid.boxes(); predictor++) {
            if (predictor != responsible) {
                sums.add(NO_OBJECT, settings.noobj(), start + grid.box(cell, predictor) + Grid.CONFIDENCE, 0);
            }
        }
        object.ifPresent(known -> {
            box(sums, start + grid.box(cell, responsible), cell, known.box(), predicted.get(responsible));
            for (int label = 0; label < grid.classes(); label++) {
                sums.add(CLASSIFICATION, 1, start + grid.probabilities(cell) + label, label == known.label() ? 1 : 0);
            }
        });
    }

    /** @param at where the responsible box begins */
    private void box(Sums sums, int at, int cell, Box object, Box predicted) {
        sums.add(CENTRE, settings.coord(), at, grid.across(cell, object));
        sums.add(CENTRE, settings.coord(), at + 1, grid.down(cell, object));
        sums.add(SIZE, settings.coord(), at + Grid.WIDTH, Math.sqrt(object.width()));
        sums.add(SIZE, settings.coord(), at + Grid.HEIGHT, Math.sqrt(object.height()));
        double aim = settings.confidence() == Confidence.ONE ? 1 : predicted.iou(object);
        sums.add(CONFIDENCE, 1, at + Grid.CONFIDENCE, aim);
    }

    /** Squared errors so far. */
    private static final class Sums {
        private final float[] outputs;
        private final double each;
        private final float[] gradient;
        private final LinkedHashMap<String, Double> terms = new LinkedHashMap<>();

        /** @param each weight of an image */
        Sums(float[] outputs, double each) {
            this.outputs = outputs;
            this.each = each;
            this.gradient = new float[outputs.length];
            TERMS.forEach(term -> terms.put(term, 0.0));
        }

        /** One number that should be another one. */
        void add(String term, double weight, int place, double aim) {
            double error = outputs[place] - aim;
            terms.merge(term, each * weight * error * error, Double::sum);
            gradient[place] = (float) (2 * each * weight * error);
        }
    }
}
