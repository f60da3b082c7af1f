package dev.roilab.backbone;

import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.nn.BatchNorm2d;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.DeformableConv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Sequential;
import dev.roilab.nn.SqueezeExcitation;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the convolutions of a network with the normalisation that follows them.
 *
 * <p>Where no batch statistics hold the activations in check, each residual branch would double their variance: 2^16
 * for 34 layers. There the branches start as Fixup has them (arXiv:1901.09321, section 3): the last convolution of each
 * at zero, the others scaled by {@code branches^(-1 / (2 convolutions - 2))}. A file of weights overwrites all that.
 *
 * @param branches residual branches of the network
 * @param depth convolutions of a branch
 * @param deforms whether they learn where to read
 */
record ConvolutionUnits(Norm norm, int branches, int depth, BatchNorm2d.Constants constants, boolean deforms) {
    ConvolutionUnits(Norm norm, int branches, int depth) {
        this(norm, branches, depth, BatchNorm2d.Constants.USUAL, false);
    }

    /** Of a network whose branches, if it has any, are not scaled. */
    static ConvolutionUnits unscaled(Norm norm, BatchNorm2d.Constants constants) {
        return new ConvolutionUnits(norm, 1, 2, constants, false);
    }

    /** The same convolutions, deformable (arXiv:1703.06211). */
    ConvolutionUnits deformed() {
        return new ConvolutionUnits(norm, branches, depth, constants, true);
    }

    /** Names of a convolution and of its normalisation. */
    record Names(String convolution, String norm) {
        static final Names DOWNSAMPLE = new Names("downsample.0", "downsample.1");

        static Names numbered(int number) {
            return new Names("conv" + number, "bn" + number);
        }
    }

    /** A convolution outside the residual branches. */
    Layer unit(ParameterFactory factory, Names names, Shape kernel, Convolution convolution, Activation activation) {
        return unit(factory, names, kernel, convolution, activation, initializer(convolution));
    }

    /** A convolution within a branch, with ReLU. */
    Layer branchUnit(ParameterFactory factory, int number, Shape kernel, Convolution convolution) {
        double scale = norm == Norm.TRAINED ? 1 : Math.pow(branches, -1.0 / (2 * depth - 2));
        return unit(
                factory,
                Names.numbered(number),
                kernel,
                convolution,
                Activation.RELU,
                initializer(convolution).scaled(scale));
    }

    /** The last convolution of a branch, before the addition. */
    Layer lastUnit(ParameterFactory factory, int number, Shape kernel, Convolution convolution) {
        return lastUnit(factory, Names.numbered(number), kernel, convolution);
    }

    /** The same under other names. */
    Layer lastUnit(ParameterFactory factory, Names names, Shape kernel, Convolution convolution) {
        Initializer initializer = norm == Norm.TRAINED ? initializer(convolution) : Initializer.zeros();
        return unit(factory, names, kernel, convolution, Activation.NONE, initializer);
    }

    /** The convolutions of a branch, and after them what weighs its channels: {@code se}, as published. */
    static Layer branch(
            ParameterFactory factory, List<Layer> convolutions, int channels, Optional<Integer> squeezeExcitation) {
        List<Layer> layers = new ArrayList<>(convolutions);
        squeezeExcitation.ifPresent(reduction ->
                layers.add(SqueezeExcitation.create(factory.in("se"), channels, Math.max(1, channels / reduction))));
        return new Sequential(layers);
    }

    /**
     * Fan-out within a group as in the published networks; without normalisation fan-in, so that activations keep their
     * size.
     */
    private Initializer initializer(Convolution convolution) {
        return norm == Norm.TRAINED
                ? Initializer.heFanOut().scaled(Math.sqrt(convolution.groups()))
                : Initializer.heFanIn();
    }

    private Layer unit(
            ParameterFactory factory,
            Names names,
            Shape kernel,
            Convolution convolution,
            Activation activation,
            Initializer initializer) {
        ParameterFactory weights = factory.in(names.convolution());
        return switch (norm) {
            case FOLDED -> withBias(weights, kernel, convolution, activation, initializer);
            case FROZEN ->
                normalized(weights, factory.in(names.norm()).frozen(), kernel, convolution, activation, initializer);
            case TRAINED -> normalized(weights, factory.in(names.norm()), kernel, convolution, activation, initializer);
        };
    }

    private Layer withBias(
            ParameterFactory weights,
            Shape kernel,
            Convolution convolution,
            Activation activation,
            Initializer initializer) {
        return deforms
                ? DeformableConv2d.withBias(weights, kernel, convolution, 1, activation, initializer)
                : Conv2d.withBias(weights, kernel, convolution, activation, initializer);
    }

    private Layer normalized(
            ParameterFactory weights,
            ParameterFactory batchNorm,
            Shape kernel,
            Convolution convolution,
            Activation activation,
            Initializer initializer) {
        Layer plain = deforms
                ? DeformableConv2d.withoutBias(weights, kernel, convolution, 1, initializer)
                : Conv2d.withoutBias(weights, kernel, convolution, initializer);
        return Sequential.of(plain, new BatchNorm2d(batchNorm, kernel.size(0), activation, constants));
    }
}
