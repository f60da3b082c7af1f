package dev.roilab.detect.staged;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Linear;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SVMs of all classes as one layer of a network, once they are trained. Shapes: R windows, K classes. */
public final class ClassSvms {
    /** Name of the layer in files. */
    public static final String NAME = "svm";

    /** Name of the stage of a test. */
    public static final String STAGE = "svms";

    private final Engine engine;
    private final SvmSettings settings;
    private final int classes;
    private @Nullable Linear layer;

    /** @param classes K */
    public ClassSvms(Engine engine, SvmSettings settings, int classes) {
        this.engine = engine;
        this.settings = settings;
        this.classes = classes;
    }

    /** @param features one row a window, image after image */
    public void train(List<ImageWindows> images, FeatureCache features) {
        layer = new SvmStage(images, features, settings)
                .train(classes)
                .requireFinite("the SVMs")
                .layer(engine, NAME);
    }

    /** Makes room for what a training made, to be filled from a file. */
    public void prepare(int featureCount) {
        layer = LinearMap.zeros(classes + 1, featureCount).layer(engine, NAME);
    }

    /** Empty before the training. */
    public List<Parameter> weights() {
        return layer == null ? List.of() : layer.parameters();
    }

    /** [R, K + 1]; background's is 0. */
    public Tensor margins(Tape tape, Variable features, Stages stages) {
        Linear decide = layer;
        if (decide == null) {
            throw new IllegalStateException("the SVMs are not trained yet");
        }
        return stages.stage(STAGE, () -> decide.forward(tape, features).value());
    }
}
