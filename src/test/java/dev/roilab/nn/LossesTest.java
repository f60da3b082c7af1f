package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.TestEngine;
import dev.roilab.testing.TwoLosses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossesTest {
    @Test
    void areFiniteOnlyWhereEveryTermIs() {
        double[] values = {1, Double.NaN, Double.POSITIVE_INFINITY};
        for (double classification : values) {
            for (double box : values) {
                Losses losses = TwoLosses.of(classification, box);
                assertThat(losses.areFinite()).isEqualTo(classification == 1 && box == 1);
                assertThat(losses.term("box")).contains(box);
            }
        }
        assertThat(Losses.NONE.areFinite()).isTrue();
    }

    @Test
    void haveATextForEveryNumberOfTerms() {
        assertThat(TwoLosses.of(0.384, 0.1211).text()).isEqualTo("loss 0.505: classification 0.384, box 0.121");
        assertThat(Losses.of("mask", 0.25).text()).isEqualTo("mask 0.250");
        assertThat(Losses.NONE.text()).isEmpty();
    }

    @Test
    void addUp() {
        assertThat(TwoLosses.of(0.5, 0.25).total()).isEqualTo(0.75);
        assertThat(Losses.NONE.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Box", "box loss", "box,1", "1st", "step", "rate"})
    void areCalledWhatAColumnMayBeCalled(String name) {
        assertThatThrownBy(() -> Losses.of(name, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a loss cannot be called '%s': small letters, digits and underscores, and neither step nor"
                                + " rate",
                        name);
    }

    @Test
    void termsKeepTheirOrderAndEachHasANameAndAnOutputOfItsOwn() {
        try (Engine engine = TestEngine.create(1)) {
            Tape tape = Tape.recording(engine);
            Variable scores = tape.constant(engine.zeros(Shape.of(1)));
            Variable offsets = tape.constant(engine.zeros(Shape.of(2)));
            var first = new LossGradient(0.5, engine.zeros(Shape.of(1)));
            var second = new LossGradient(0.25, engine.zeros(Shape.of(2)));
            LossTerms both = LossTerms.of("scores", scores, first).and("box", offsets, second);
            assertThat(both.read().terms().sequencedKeySet()).containsExactly("scores", "box");
            assertThat(both.read().total()).isEqualTo(0.75);
            assertThat(both.gradients().sequencedKeySet()).containsExactly(scores, offsets);
            assertThatThrownBy(() -> both.and("box", tape.constant(engine.zeros(Shape.of(2))), second))
                    .hasMessageContaining("the loss box needs a name and an output of its own beside [scores, box]");
            assertThatThrownBy(() -> both.and("mask", offsets, second)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
