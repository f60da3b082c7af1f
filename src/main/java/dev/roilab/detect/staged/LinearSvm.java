package dev.roilab.detect.staged;

import de.bwaldvogel.liblinear.Model;
import java.util.List;
import java.util.Map;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.liblinear.LibLinearClassificationModel;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Trains linear support vector machines with hinge loss by Tribuo's LIBLINEAR: dual coordinate descent, in an order
 * drawn from a fixed seed. R-CNN (arXiv:1311.2524), section 2.3.
 */
public final class LinearSvm {
    private static final Label POSITIVE = new Label("object");
    private static final Label NEGATIVE = new Label("background");
    private static final String CONSTANT = "constant";

    /** LIBLINEAR's own stopping rule for the dual problem is 0.1; a tenth of it leaves no visible difference. */
    private static final double TERMINATION = 0.01;

    private static final int MOST_ITERATIONS = 1000;

    private final SvmSettings settings;
    private final double scale;
    private final String[] names;

    /**
     * A trainer.
     *
     * @param dimensions of a feature vector
     * @param scale features are multiplied by this before training; decisions take them as they are
     */
    public LinearSvm(SvmSettings settings, int dimensions, double scale) {
        this.settings = settings;
        this.scale = scale;
        this.names = new String[dimensions + 1];
        for (int i = 0; i < dimensions; i++) {
            names[i] = "f%06d".formatted(i);
        }
        names[dimensions] = CONSTANT;
    }

    /**
     * A decision function: {@code weights . feature + offset}, positive on the side of the objects.
     *
     * @param weights one a dimension, for features that are not scaled
     */
    @SuppressWarnings("ArrayRecordComponent") // read by loops, never compared
    public record Decision(double[] weights, double offset) {
        /** Signed, in units of the margin. */
        public double score(float[] feature) {
            double sum = offset;
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * feature[i];
            }
            return sum;
        }
    }

    /** Separates the two sets, neither of them empty. */
    public Decision train(List<float[]> positives, List<float[]> negatives) {
        if (positives.isEmpty() || negatives.isEmpty()) {
            throw new IllegalArgumentException(
                    "an SVM needs examples of both kinds, got %d and %d".formatted(positives.size(), negatives.size()));
        }
        var factory = new LabelFactory();
        var data = new MutableDataset<>(new SimpleDataSourceProvenance("windows", factory), factory);
        positives.forEach(feature -> data.add(example(POSITIVE, feature)));
        negatives.forEach(feature -> data.add(example(NEGATIVE, feature)));
        var trainer = new LibLinearClassificationTrainer(
                new LinearClassificationType(LinearType.L2R_L1LOSS_SVC_DUAL),
                settings.cost(),
                MOST_ITERATIONS,
                TERMINATION);
        trainer.setLabelWeights(Map.of(POSITIVE, (float) settings.positiveWeight(), NEGATIVE, 1f));
        var model = (LibLinearClassificationModel) trainer.train(data);
        return decision(model.getInnerModels().getFirst(), model);
    }

    private ArrayExample<Label> example(Label label, float[] feature) {
        double[] values = new double[names.length];
        for (int i = 0; i < feature.length; i++) {
            values[i] = scale * feature[i];
        }
        values[feature.length] = settings.bias();
        return new ArrayExample<>(label, names, values);
    }

    /** LIBLINEAR's one weight vector is positive on the side of the label that it saw first. */
    private Decision decision(Model solved, LibLinearClassificationModel model) {
        double sign = solved.getLabels()[0] == model.getOutputIDInfo().getID(POSITIVE) ? 1 : -1;
        double[] found = solved.getFeatureWeights();
        var ids = model.getFeatureIDMap();
        double[] weights = new double[names.length - 1];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = sign * scale * found[ids.getID(names[i])];
        }
        // Tribuo adds a constant feature of its own, of value 1, behind all others.
        double own = found.length > names.length ? found[names.length] : 0;
        double offset = sign * (settings.bias() * found[ids.getID(CONSTANT)] + own);
        return new Decision(weights, offset);
    }
}
