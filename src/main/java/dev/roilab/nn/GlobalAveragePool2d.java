package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Padding;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;

/** The mean over all cells of each map, [N, C, H, W] to [N, C]: Network In Network (arXiv:1312.4400), section 3.2. */
public record GlobalAveragePool2d() implements Layer {
    @Override
    public Variable forward(Tape tape, Variable input) {
        Engine engine = tape.engine();
        Shape map = input.shape();
        var whole = new Pooling(map.size(2), map.size(3), 1, 1, Padding.of(0), 1, 1);
        Tensor pooled = engine.pooling().averagePool(input.value(), whole, false);
        Shape cells = pooled.shape();
        Tensor output = engine.shapes().flatten(pooled);
        pooled.release();
        return tape.record(
                output,
                List.of(input),
                (outputGradient, gradients) ->
                        gradients.add(input, () -> spread(engine, outputGradient, cells, map, whole)));
    }

    private static Tensor spread(Engine engine, Tensor outputGradient, Shape cells, Shape map, Pooling whole) {
        Tensor one = engine.shapes().unflatten(outputGradient, cells);
        Tensor spread = engine.pooling().averagePoolGradient(one, map, whole, false);
        one.release();
        return spread;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of();
    }
}
