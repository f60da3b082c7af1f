package dev.roilab.detect.region;

import dev.roilab.autograd.Parameter;
import dev.roilab.backbone.Backbone;
import java.util.ArrayList;
import java.util.List;

/** A backbone and, above it, fully connected layers that see one region at a time. */
public interface RegionNetwork {
    /** The convolutions. */
    Backbone backbone();

    /** The layers above. */
    RegionClassifier head();

    /** Every parameter, the backbone's first. */
    default List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(backbone().parameters());
        parameters.addAll(head().parameters());
        return List.copyOf(parameters);
    }

    /** Running statistics that belong to the weights. */
    default List<Parameter> buffers() {
        return backbone().buffers();
    }

    /** Parameters and running statistics. */
    default List<Parameter> weights() {
        List<Parameter> weights = new ArrayList<>(parameters());
        weights.addAll(buffers());
        return List.copyOf(weights);
    }
}
