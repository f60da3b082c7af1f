package dev.roilab.detect;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Activation;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The fully connected layers of R-CNN and SPPnet with the softmax classifier that fine-tuning puts on top of them.
 * Shapes: B regions, D numbers a region, F of the last hidden layer, K object classes; class 0 is background.
 */
public final class RegionClassifier {
    /** As Fast R-CNN's; R-CNN's paper says "randomly initialized". */
    private static final double CLASSIFIER_DEVIATION = 0.01;

    private final SequencedMap<String, Linear> hidden = new LinkedHashMap<>();
    private final Linear classifier;
    private final int features;

    /**
     * Layers with fresh weights.
     *
     * @param inputs D
     * @param outputs of the classifier, background counted
     */
    public RegionClassifier(ParameterFactory factory, int inputs, ModelSettings.Head settings, int outputs) {
        int width = inputs;
        for (int fc : settings.fc()) {
            String name = "fc" + (6 + hidden.size());
            hidden.put(name, Linear.create(factory.in(name), width, fc, Activation.RELU, Initializer.heFanIn()));
            width = fc;
        }
        this.features = width;
        this.classifier = Linear.create(
                factory.in("classifier"), width, outputs, Activation.NONE, Initializer.normal(CLASSIFIER_DEVIATION));
    }

    /** The last hidden layer's activations, [B, D] to [B, F]: what SVMs are trained on. */
    public Variable features(Tape tape, Variable pooled, Stages stages) {
        Variable activations = pooled;
        for (var layer : hidden.entrySet()) {
            Variable input = activations;
            activations = stages.stage(layer.getKey(), () -> layer.getValue().forward(tape, input));
        }
        return activations;
    }

    /** Scores before the softmax, [B, F] to [B, outputs]. */
    public Variable logits(Tape tape, Variable features) {
        return classifier.forward(tape, features);
    }

    /** F. */
    public int featureCount() {
        return features;
    }

    /** In the order of the forward pass. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        hidden.values().forEach(layer -> parameters.addAll(layer.parameters()));
        parameters.addAll(classifier.parameters());
        return List.copyOf(parameters);
    }
}
