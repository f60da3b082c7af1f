package dev.roilab.backbone;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Sequential;
import java.util.List;

/** A backbone that is one layer after another. */
abstract class LayerStack implements Backbone {
    private final Sequential layers;
    private final int stride;
    private final int channels;

    /**
     * A backbone of these layers.
     *
     * @param stride image pixels per feature cell
     * @param channels of the last layer
     */
    LayerStack(Sequential layers, int stride, int channels) {
        this.layers = layers;
        this.stride = stride;
        this.channels = channels;
    }

    @Override
    public final Variable forward(Tape tape, Variable input) {
        return layers.forward(tape, input);
    }

    @Override
    public final List<Parameter> parameters() {
        return layers.parameters();
    }

    @Override
    public final List<Parameter> buffers() {
        return layers.buffers();
    }

    @Override
    public final int stride() {
        return stride;
    }

    @Override
    public final int channels() {
        return channels;
    }
}
