package dev.roilab.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.GradientCheck;
import org.junit.jupiter.api.Test;

class PaddedIdentityTest {
    private static final Shape INPUT = Shape.of(2, 2, 3, 4);

    /** Channels 0 and 1 become 1 and 2 of four; of three rows the first and last stay. */
    @Test
    void everySecondCellStaysAndNewChannelsAreZero() {
        float[] values = GradientCheck.random(5, INPUT);
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            Tape tape = Tape.inference(engine);
            var output = new PaddedIdentity(engine, 2, 4, 2).forward(tape, tape.constant(engine.tensor(values, INPUT)));
            assertThat(output.shape()).isEqualTo(Shape.of(2, 4, 2, 2));
            float[] found = output.value().toFloats();
            for (int n = 0; n < 2; n++) {
                for (int channel = 0; channel < 4; channel++) {
                    for (int cell = 0; cell < 4; cell++) {
                        int at = ((n * 2 + channel - 1) * 3 + cell / 2 * 2) * 4 + cell % 2 * 2;
                        float expected = channel == 1 || channel == 2 ? values[at] : 0;
                        assertThat(found[(n * 4 + channel) * 4 + cell]).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void theGradientGoesBackToTheCellsThatStayed() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var input = new Parameter("input", engine.tensor(GradientCheck.random(7, INPUT), INPUT), 1, 0);
            GradientCheck.check(engine, new PaddedIdentity(engine, 2, 4, 2), input);
        }
    }
}
