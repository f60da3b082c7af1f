package dev.roilab.detect.region;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Layer;
import dev.roilab.nn.Linear;
import dev.roilab.timing.Stages;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The layers between what a region operator gives of R regions and the outputs: C channels, P x P cells, F numbers of
 * the last layer.
 */
public interface RegionHead {
    /** Grids, [R, C, P, P], in the form that the first layer reads. */
    Variable prepared(Tape tape, Variable grids);

    /** [R, F], of what is {@link #prepared}. */
    Variable forward(Tape tape, Variable prepared, Stages stages);

    /** F. */
    int width();

    /** These layers with others in the place of fully connected hidden ones, by name. */
    RegionHead replaced(BiFunction<String, Linear, Layer> replacement);

    /** In the order of the forward pass. */
    List<Parameter> parameters();

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers();
}
