package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.backbone.BackboneSettings.SmallResnet.Shortcut;
import dev.roilab.nn.RandomStreams;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.Waves;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where classifiers beside the last one stand. */
class SidesTest {
    private static final BackboneSettings GOOGLENET =
            new BackboneSettings.Googlenet(16, 1, Norm.TRAINED, Optional.empty(), 0);
    private static final BackboneSettings PLAIN =
            new BackboneSettings.SmallResnet(20, 4, 8, Shortcut.NONE, Norm.FOLDED, Optional.empty(), 0);

    /** Table 1 of GoogLeNet's paper: module 4a gives 512 channels, module 4d 528. */
    @Test
    void googlenetHasThemWhereItsPaperHas() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(GOOGLENET, engine, new RandomStreams(1));
            assertThat(backbone.sides(2)).extracting(Backbone.Side::channels).containsExactly(512, 528);
            assertThat(backbone.sides(1)).extracting(Backbone.Side::channels).containsExactly(528);
            assertThat(backbone.sides(2)).extracting(Backbone.Side::stride).containsExactly(16, 16);
            assertThatThrownBy(() -> backbone.sides(3)).hasMessageContaining("asked for 3");
        }
        assertThat(Backbones.sideProblem(GOOGLENET)).isEmpty();
        assertThat(Backbones.sideProblem(new BackboneSettings.Googlenet(8, 1, Norm.TRAINED, Optional.empty(), 0)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("backbone.stride 8 cuts off"));
    }

    /** Its ten layers are a convolution and nine blocks. */
    @Test
    void othersAreCutIntoPartsOfAboutOneLength() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(PLAIN, engine, new RandomStreams(1));
            assertThat(backbone.sides(1)).extracting(Backbone.Side::place).containsExactly(4);
            assertThat(backbone.sides(2)).extracting(Backbone.Side::place).containsExactly(2, 6);
            assertThatThrownBy(() -> backbone.sides(10)).hasMessageContaining("this backbone has 10");
        }
    }

    @Test
    void theirMapsLeaveTheLastAsItIs() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Backbone backbone = Backbones.create(PLAIN, engine, new RandomStreams(1));
            Shape shape = Shape.of(2, 3, 16, 16);
            var images = engine.tensor(Waves.of("images", shape), shape);
            float[] alone = backbone.forward(
                            Tape.inference(engine), Tape.inference(engine).constant(images))
                    .value()
                    .toFloats();
            Tape tape = Tape.recording(engine);
            List<Variable> maps = backbone.maps(tape, tape.constant(images), backbone.sides(2));
            assertThat(maps).hasSize(3);
            assertThat(maps.getLast().value().toFloats()).isEqualTo(alone);
            assertThat(maps.getFirst().shape()).isEqualTo(Shape.of(2, 8, 16, 16));
            assertThat(maps.get(1).shape()).isEqualTo(Shape.of(2, 16, 8, 8));
        }
    }
}
