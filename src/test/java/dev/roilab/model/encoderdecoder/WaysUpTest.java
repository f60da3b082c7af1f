package dev.roilab.model.encoderdecoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.nn.ConvTranspose2d;
import dev.roilab.nn.Layer;
import dev.roilab.nn.MaxPool2d;
import dev.roilab.nn.Upsample2d;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.GradientCheck;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The figures of CS231n (Stanford, 2017), lecture 11, number by number. */
class WaysUpTest {
    private static final float[] SMALL = {1, 2, 3, 4};

    private static float[] enlarged(Engine engine, Layer layer) {
        Tape tape = Tape.inference(engine);
        return layer.forward(tape, tape.constant(engine.tensor(SMALL, Shape.of(1, 1, 2, 2))))
                .value()
                .toFloats();
    }

    @Test
    void nearestRepeatsEachCellAndABedOfNailsPutsItUpperLeft() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            assertThat(enlarged(engine, new Upsample2d(2, Resampling.Kind.NEAREST)))
                    .containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
            assertThat(enlarged(engine, new BedOfNails(engine, 1)))
                    .containsExactly(1, 0, 2, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void maxUnpoolingPutsCellsWhereTheMaximaWere() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            float[] map = {1, 2, 6, 3, 3, 5, 2, 1, 1, 2, 2, 1, 7, 3, 4, 8};
            Tape tape = Tape.inference(engine);
            MaxPool2d.Paired paired = new MaxPool2d(Pooling.of(2, 2, 0))
                    .forwardPaired(tape, tape.constant(engine.tensor(map, Shape.of(1, 1, 4, 4))));
            assertThat(paired.output().value().toFloats()).containsExactly(5, 6, 7, 8);
            assertThat(enlarged(engine, paired.unpooling()))
                    .containsExactly(0, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 4);
        }
    }

    /**
     * A kernel of ones, 3 x 3 at stride 2, cut by one at the upper left: where two or four copies meet, they add up.
     */
    @Test
    void transposedConvolutionAddsUpWhereItsCopiesOverlap() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            float[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
            var kernel = new Parameter("weight", engine.tensor(ones, Shape.of(1, 1, 3, 3)), 1, 0);
            var layer = new ConvTranspose2d(kernel, Optional.empty(), Convolution.of(2, 1), 1, Activation.NONE);
            assertThat(enlarged(engine, layer))
                    .containsExactly(
                            1, 1 + 2, 2, 2, 1 + 3, 1 + 2 + 3 + 4, 2 + 4, 2 + 4, 3, 3 + 4, 4, 4, 3, 3 + 4, 4, 4);
        }
    }

    @Test
    void aBedOfNailsHasItsGradient() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Shape shape = Shape.of(2, 3, 3, 4);
            var input = new Parameter("input", engine.tensor(GradientCheck.random(7, shape), shape), 1, 0);
            GradientCheck.check(engine, new BedOfNails(engine, 3), input);
        }
    }
}
