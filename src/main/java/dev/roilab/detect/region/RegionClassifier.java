package dev.roilab.detect.region;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Activation;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;

/**
 * The fully connected layers of R-CNN and SPPnet with the softmax classifier that fine-tuning puts on top of them.
 * Shapes: B regions, D numbers a region, F of the last hidden layer, K object classes; class 0 is background.
 */
public final class RegionClassifier {
    /** As Fast R-CNN's; R-CNN's paper says "randomly initialized". */
    private static final double CLASSIFIER_DEVIATION = 0.01;

    private final int inputs;
    private final HiddenLayers hidden;
    private final Linear classifier;

    /**
     * Layers with fresh weights.
     *
     * @param inputs D
     * @param outputs of the classifier, background counted
     */
    public RegionClassifier(ParameterFactory factory, int inputs, HeadSettings.Fc settings, int outputs) {
        this.inputs = inputs;
        this.hidden = HiddenLayers.create(factory, inputs, settings);
        this.classifier = Linear.create(
                factory.in("classifier"),
                hidden.width(),
                outputs,
                Activation.NONE,
                Initializer.normal(CLASSIFIER_DEVIATION));
    }

    /** The last hidden layer's activations, [B, D] to [B, F]: what SVMs are trained on. */
    public Variable features(Tape tape, Variable pooled, Stages stages) {
        return hidden.forward(tape, pooled, stages);
    }

    /** Scores before the softmax, [B, F] to [B, outputs]. */
    public Variable logits(Tape tape, Variable features) {
        return classifier.forward(tape, features);
    }

    /** D. */
    public int pooledCount() {
        return inputs;
    }

    /** F. */
    public int featureCount() {
        return hidden.width();
    }

    /** In the order of the forward pass. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(hidden.parameters());
        parameters.addAll(classifier.parameters());
        return List.copyOf(parameters);
    }
}
