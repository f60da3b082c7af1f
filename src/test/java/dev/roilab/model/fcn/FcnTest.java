package dev.roilab.model.fcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.model.fcn.FcnSettings.Upsampling;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Upsample2d;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.GradientCheck;
import dev.roilab.testing.PixelLayer;
import dev.roilab.testing.PixelTrials;
import dev.roilab.timing.Stages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FcnTest {
    @TempDir
    private Path folder;

    private static FcnSettings model(int stride, int finest, Upsampling upsampling) {
        return new FcnSettings(
                new BackboneSettings.Tiny(4, stride, Optional.empty(), 0), finest, upsampling, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"32, 1, 0", "16, 2, 1", "8, 3, 2"})
    void everyFinestMapGivesScoresOfThePicturesSize(int finest, int scored, int enlarged) {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var network = new Fcn(engine, model(32, finest, Upsampling.LEARNED), 5, new RandomStreams(1));
            assertThat(network.parameters().stream().filter(each -> each.name().matches("head.scores\\d+.weight")))
                    .hasSize(scored)
                    .allSatisfy(each -> assertThat(each.value().toFloats()).containsOnly(0));
            assertThat(network.parameters().stream().filter(each -> each.name().contains("upsampling")))
                    .hasSize(enlarged);
            Tape tape = Tape.inference(engine);
            var pixels = tape.constant(engine.zeros(Shape.of(2, 3, 64, 96)));
            assertThat(network.logits(tape, pixels, Stages.UNTIMED).shape()).isEqualTo(Shape.of(2, 5, 64, 96));
        }
    }

    /** Beyond the border there is nothing for a transposed convolution, and the border's cell for interpolation. */
    @Test
    void theFirstWeightsAreBilinearInterpolation() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var layer = BilinearUpsampling.doubling(
                    ParameterFactory.of(engine, new RandomStreams(1)).in("up"), 3);
            Shape shape = Shape.of(2, 3, 4, 5);
            var map = engine.tensor(GradientCheck.random(3, shape), shape);
            Tape tape = Tape.inference(engine);
            float[] learned = layer.forward(tape, tape.constant(map)).value().toFloats();
            float[] fixed = new Upsample2d(2, Resampling.Kind.BILINEAR)
                    .forward(tape, tape.constant(map))
                    .value()
                    .toFloats();
            assertThat(learned).hasSameSizeAs(fixed);
            for (int i = 0; i < fixed.length; i++) {
                int x = i % 10;
                int y = i / 10 % 8;
                if (x > 0 && x < 9 && y > 0 && y < 7) {
                    assertThat(learned[i]).isCloseTo(fixed[i], within(1e-5f));
                }
            }
        }
    }

    /** Both are interpolation until the weights are learned, but for the border of the picture. */
    @Test
    void learnedUpsamplingStartsAsTheFixedOne() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            List<float[]> logits = new ArrayList<>();
            for (Upsampling upsampling : Upsampling.values()) {
                var network = new Fcn(engine, model(16, 8, upsampling), 3, new RandomStreams(1));
                for (Parameter parameter : network.parameters()) {
                    if (parameter.name().matches("head.scores\\d+.weight")) {
                        GradientCheck.set(engine, parameter, GradientCheck.random(4, parameter.shape()));
                    }
                }
                Tape tape = Tape.inference(engine);
                Shape shape = Shape.of(1, 3, 96, 96);
                var pixels = tape.constant(engine.tensor(GradientCheck.random(5, shape), shape));
                logits.add(network.logits(tape, pixels, Stages.UNTIMED).value().toFloats());
            }
            for (int y = 16; y < 80; y++) {
                for (int x = 16; x < 80; x++) {
                    assertThat(logits.getFirst()[y * 96 + x]).isCloseTo(logits.getLast()[y * 96 + x], within(1e-4f));
                }
            }
        }
    }

    @Test
    void scoresAndUpsamplingHaveTheirGradients() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var network = new Fcn(engine, model(16, 4, Upsampling.LEARNED), 2, new RandomStreams(1));
            for (Parameter parameter : network.parameters()) {
                if (parameter.name().matches("head.scores\\d+.weight")) {
                    float[] values = GradientCheck.random(4, parameter.shape());
                    for (int i = 0; i < values.length; i++) {
                        values[i] *= 0.2f;
                    }
                    GradientCheck.set(engine, parameter, values);
                }
            }
            Shape shape = Shape.of(1, 3, 32, 32);
            var pixels = engine.tensor(GradientCheck.random(7, shape), shape);
            List<Parameter> head = network.parameters().stream()
                    .filter(each -> each.name().startsWith("head."))
                    .toList();
            assertThat(head).hasSize(3 * 2 + 2);
            new PixelLayer(network, pixels, head).check(engine);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, LEARNED", "4, LEARNED", "4, FIXED"})
    void sixPicturesAreLearned(int finest, Upsampling upsampling) throws InterruptedException {
        var model = model(8, finest, upsampling);
        var trained = new PixelTrials<>(new FcnRecipe(), model, 0.05, folder).trained(80);
        assertThat(trained.lastLoss()).isLessThan(0.5 * trained.firstLoss());
        assertThat(trained.meanIou()).isGreaterThan(1.5 * PixelTrials.backgroundIou());
        assertThat(trained.stages()).containsAll(new FcnRecipe().stages(model));
    }

    @Test
    void theSameSeedGivesTheSameBitsAlsoAfterAStop() throws InterruptedException {
        var trials = new PixelTrials<>(new FcnRecipe(), model(8, 4, Upsampling.LEARNED), 0.05, folder);
        var found = trials.found(1, 12);
        assertThat(trials.found(1, 12)).isEqualTo(found);
        assertThat(trials.resumed(1, 12)).isEqualTo(found);
        assertThat(trials.found(2, 12)).isNotEqualTo(found);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> model(8, 16, Upsampling.FIXED))
                .hasMessageContaining("finest must be at most the backbone's stride 8, got 16");
        assertThatThrownBy(() -> new FcnSettings(
                        new BackboneSettings.Tiny(4, 8, Optional.empty(), 0),
                        8,
                        Upsampling.FIXED,
                        Optional.of(List.of(0.0, 0.0))))
                .hasMessageContaining("class_weights must have one above 0");
        assertThat(model(8, 8, Upsampling.FIXED).unread()).hasSize(1);
        assertThat(model(8, 4, Upsampling.FIXED).unread()).isEmpty();
    }
}
