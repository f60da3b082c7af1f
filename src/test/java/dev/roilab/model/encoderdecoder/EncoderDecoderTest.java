package dev.roilab.model.encoderdecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.model.encoderdecoder.EncoderDecoderSettings.Upsampling;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.CountedEngine;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.GradientCheck;
import dev.roilab.testing.PixelLayer;
import dev.roilab.testing.PixelTrials;
import dev.roilab.timing.Stages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncoderDecoderTest {
    @TempDir
    private Path folder;

    private static EncoderDecoderSettings model(
            List<Integer> channels, int convolutions, boolean batchNorm, Upsampling upsampling) {
        return new EncoderDecoderSettings(channels, convolutions, batchNorm, upsampling, Optional.empty());
    }

    private static Shape shape(Engine engine, EncoderDecoder network, Shape pixels) {
        Tape tape = Tape.inference(engine);
        return network.logits(tape, tape.constant(engine.zeros(pixels)), Stages.UNTIMED)
                .shape();
    }

    @ParameterizedTest
    @EnumSource(Upsampling.class)
    void scoresHaveThePicturesSize(Upsampling upsampling) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            for (int convolutions : new int[] {1, 2}) {
                var model = model(List.of(4, 6, 8), convolutions, convolutions == 1, upsampling);
                var network = new EncoderDecoder(engine, model, 5, new RandomStreams(1));
                assertThat(network.stride()).isEqualTo(upsampling == Upsampling.NONE ? 1 : 8);
                assertThat(shape(engine, network, Shape.of(2, 3, 16, 24))).isEqualTo(Shape.of(2, 5, 16, 24));
            }
        }
    }

    /**
     * By hand: 3 x 3 kernels 3-4-4, 4-6-6 down, 6-6-4, 4-4-4 up, two numbers of each normalisation, then 1 x 1 to 5.
     */
    @Test
    void everyWayUpHasTheSameParametersAndFullResolutionMoreToDo() {
        Map<Upsampling, Long> multiplyAdds = new EnumMap<>(Upsampling.class);
        for (Upsampling upsampling : Upsampling.values()) {
            try (CountedEngine engine = new CountedEngine(Engines.create("cpu", "cpu", 1))) {
                var network =
                        new EncoderDecoder(engine, model(List.of(4, 6), 2, true, upsampling), 5, new RandomStreams(1));
                int kernels = 9 * (3 * 4 + 4 * 4 + 4 * 6 + 6 * 6 + 6 * 6 + 6 * 4 + 4 * 4 + 4 * 4);
                int norms = 2 * (4 + 4 + 6 + 6 + 6 + 4 + 4 + 4);
                assertThat(network.parameters().stream()
                                .mapToLong(each -> each.shape().elements())
                                .sum())
                        .isEqualTo(kernels + norms + 4 * 5 + 5);
                shape(engine, network, Shape.of(1, 3, 32, 32));
                multiplyAdds.put(upsampling, engine.multiplyAdds());
            }
        }
        long full = Objects.requireNonNull(multiplyAdds.get(Upsampling.NONE));
        long nearest = Objects.requireNonNull(multiplyAdds.get(Upsampling.NEAREST));
        int cells = 32 * 32;
        assertThat(full).isEqualTo(9L * cells * (12 + 16 + 24 + 36 + 36 + 24 + 16 + 16) + 20L * cells);
        // The second block of each side works at a quarter of the cells.
        assertThat(nearest)
                .isEqualTo(9L * cells * (12 + 16 + 16 + 16) + 9L * cells / 4 * (24 + 36 + 36 + 24) + 20L * cells);
        assertThat(multiplyAdds.get(Upsampling.BILINEAR)).isEqualTo(nearest);
        assertThat(multiplyAdds.get(Upsampling.MAX_UNPOOLING)).isEqualTo(nearest);
    }

    /** What the maxima were taken from decides where the values go: the switches are those of the same block. */
    @Test
    void maxUnpoolingUsesTheSwitchesOfItsOwnBlock() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var model = model(List.of(2, 3), 1, false, Upsampling.MAX_UNPOOLING);
            var network = new EncoderDecoder(engine, model, 2, new RandomStreams(1));
            // Blocks of 8 x 8 and 4 x 4 cells: other switches would not fit.
            assertThat(shape(engine, network, Shape.of(1, 3, 8, 8))).isEqualTo(Shape.of(1, 2, 8, 8));
        }
    }

    /**
     * Without batch norm, whose curvature central differences cannot follow, and with weights of which no map is below
     * 0, where ReLU bends.
     */
    @ParameterizedTest
    @EnumSource(Upsampling.class)
    void everyParameterHasItsGradient(Upsampling upsampling) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var network =
                    new EncoderDecoder(engine, model(List.of(3, 4), 1, false, upsampling), 2, new RandomStreams(1));
            for (Parameter parameter : network.parameters()) {
                float[] values = GradientCheck.random(4, parameter.shape());
                for (int i = 0; i < values.length; i++) {
                    values[i] = parameter.name().endsWith("bias") ? 8 : 0.05f * Math.abs(values[i]);
                }
                GradientCheck.set(engine, parameter, values);
            }
            Shape shape = Shape.of(1, 3, 8, 8);
            float[] values = GradientCheck.random(7, shape);
            var pixels = engine.tensor(values, shape);
            // A step of central differences moves maxima of the encoder from cell to cell, where there are poolings.
            List<Parameter> checked = network.parameters().stream()
                    .filter(each ->
                            upsampling == Upsampling.NONE || !each.name().startsWith("encoder"))
                    .toList();
            new PixelLayer(network, pixels, checked).check(engine);
        }
    }

    @ParameterizedTest
    @EnumSource(Upsampling.class)
    void sixPicturesAreLearned(Upsampling upsampling) throws InterruptedException {
        var model = model(List.of(8, 12), 2, true, upsampling);
        var trained = new PixelTrials<>(new EncoderDecoderRecipe(), model, 0.05, folder).trained(100);
        assertThat(trained.lastLoss()).isLessThan(0.5 * trained.firstLoss());
        assertThat(trained.meanIou()).isGreaterThan(1.5 * PixelTrials.backgroundIou());
        assertThat(trained.stages()).containsAll(new EncoderDecoderRecipe().stages(model));
    }

    @Test
    void theSameSeedGivesTheSameBitsAlsoAfterAStop() throws Exception {
        for (Upsampling upsampling : List.of(Upsampling.MAX_UNPOOLING, Upsampling.TRANSPOSED_CONVOLUTION)) {
            var trials = new PixelTrials<>(
                    new EncoderDecoderRecipe(),
                    model(List.of(4, 6), 1, true, upsampling),
                    0.05,
                    Files.createDirectories(folder.resolve(upsampling.name())));
            var found = trials.found(1, 10);
            assertThat(trials.found(1, 10)).isEqualTo(found);
            assertThat(trials.resumed(1, 10)).isEqualTo(found);
            assertThat(trials.found(2, 10)).isNotEqualTo(found);
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> model(List.of(), 1, true, Upsampling.NEAREST))
                .hasMessageContaining("channels must name 1 to 10 blocks, got 0");
        assertThatThrownBy(() -> model(List.of(4), 0, true, Upsampling.NEAREST)).hasMessageContaining("convolutions");
    }
}
