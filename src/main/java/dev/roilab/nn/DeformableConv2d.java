package dev.roilab.nn;

import dev.roilab.autograd.Gradients;
import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.SamplingOperations.OffsetGradients;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Deformable convolution (arXiv:1703.06211, section 2.1), [N, I, H, W] to [N, O, OH, OW]: a convolution of the same
 * input says by how much each tap moves.
 *
 * @param offsets the convolution that gives the offsets, [N, offset groups * taps * 2, OH, OW]
 * @param weights [O, I / groups, KH, KW]
 * @param bias [O]
 */
public record DeformableConv2d(
        Conv2d offsets, Parameter weights, Optional<Parameter> bias, DeformableSampling sampling, Activation activation)
        implements Layer {
    /**
     * A layer without bias, a normalisation follows; names {@code weight}, {@code offset.weight} and
     * {@code offset.bias}. The offsets begin at 0, so that it begins as a plain convolution.
     *
     * @param kernel [O, I / groups, KH, KW]
     */
    public static DeformableConv2d withoutBias(
            ParameterFactory factory,
            Shape kernel,
            Convolution convolution,
            int offsetGroups,
            Initializer initializer) {
        return new DeformableConv2d(
                offsets(factory, kernel, convolution, offsetGroups),
                factory.weight("weight", kernel, initializer),
                Optional.empty(),
                DeformableSampling.of(kernel, convolution, offsetGroups),
                Activation.NONE);
    }

    /** The same with a {@code bias}, which begins at 0, and an activation. */
    public static DeformableConv2d withBias(
            ParameterFactory factory,
            Shape kernel,
            Convolution convolution,
            int offsetGroups,
            Activation activation,
            Initializer initializer) {
        return new DeformableConv2d(
                offsets(factory, kernel, convolution, offsetGroups),
                factory.weight("weight", kernel, initializer),
                Optional.of(factory.undecayed("bias", Shape.of(kernel.size(0)), Initializer.zeros())),
                DeformableSampling.of(kernel, convolution, offsetGroups),
                activation);
    }

    private static Conv2d offsets(ParameterFactory factory, Shape kernel, Convolution convolution, int offsetGroups) {
        int inputs = kernel.size(1) * convolution.groups();
        var dense = new Convolution(
                convolution.strideY(),
                convolution.strideX(),
                convolution.padding(),
                convolution.dilationY(),
                convolution.dilationX(),
                1);
        int taps = kernel.size(2) * kernel.size(3);
        Shape ofOffsets = Shape.of(2 * offsetGroups * taps, inputs, kernel.size(2), kernel.size(3));
        return Conv2d.withBias(factory.in("offset"), ofOffsets, dense, Activation.NONE, Initializer.zeros());
    }

    @Override
    public Variable forward(Tape tape, Variable input) {
        Variable moves = offsets.forward(tape, input);
        Variable output = forward(tape, input, moves, Optional.empty());
        Intermediate.release(moves, output, input);
        return output;
    }

    /**
     * The convolution with offsets from elsewhere and, with a mask, a factor for each tap (arXiv:1811.11168, section
     * 3.2).
     *
     * @param moves {@link DeformableSampling#offsets}
     * @param mask {@link DeformableSampling#mask}
     */
    public Variable forward(Tape tape, Variable input, Variable moves, Optional<Variable> mask) {
        Variable columns = columns(tape, input, moves, mask);
        Variable matrix = matrix(tape, tape.variable(weights));
        Variable output = Conv2d.convolve(
                tape, List.of(columns, matrix), bias.map(tape::variable), sampling.product(), activation);
        Intermediate.release(columns, output, input);
        Intermediate.release(matrix, output, input);
        return output;
    }

    private Variable columns(Tape tape, Variable input, Variable moves, Optional<Variable> mask) {
        Engine engine = tape.engine();
        Tensor factors = mask.map(Variable::value).orElse(null);
        List<Variable> moving = Stream.concat(Stream.of(moves), mask.stream()).toList();
        return tape.record(
                engine.sampling().deformableSample(input.value(), moves.value(), factors, sampling),
                Stream.concat(Stream.of(input), moving.stream()).toList(),
                (gradient, gradients) -> {
                    gradients.add(
                            input,
                            () -> engine.sampling()
                                    .deformableInputGradient(
                                            gradient, moves.value(), factors, input.shape(), sampling));
                    if (moving.stream().anyMatch(Variable::needsGradient)) {
                        deliver(
                                engine.sampling()
                                        .deformableOffsetGradients(
                                                gradient, input.value(), moves.value(), factors, sampling),
                                moving,
                                gradients);
                    }
                });
    }

    /** @param moving the offsets and, perhaps, the mask */
    private static void deliver(OffsetGradients computed, List<Variable> moving, Gradients gradients) {
        gradients.add(moving.getFirst(), computed::offsets);
        moving.stream().skip(1).forEach(mask -> gradients.add(mask, () -> Objects.requireNonNull(computed.mask())));
    }

    /** The kernel as the product with the columns reads it: the same numbers in the same order. */
    private Variable matrix(Tape tape, Variable kernel) {
        Engine engine = tape.engine();
        Tensor matrix = reshaped(engine, kernel.value(), sampling.product(kernel.shape()));
        return tape.record(matrix, List.of(kernel), (gradient, gradients) -> {
            gradients.add(kernel, () -> reshaped(engine, gradient, kernel.shape()));
            // The optimiser changes the kernel next, which would have to be copied as long as anything shows it.
            matrix.release();
        });
    }

    private static Tensor reshaped(Engine engine, Tensor tensor, Shape shape) {
        Tensor flat = engine.shapes().flatten(tensor);
        Tensor result = engine.shapes().unflatten(flat, shape);
        flat.release();
        return result;
    }

    @Override
    public List<Parameter> parameters() {
        return Stream.of(offsets.parameters().stream(), Stream.of(weights), bias.stream())
                .flatMap(part -> part)
                .toList();
    }
}
