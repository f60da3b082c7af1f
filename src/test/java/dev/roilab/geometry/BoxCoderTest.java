package dev.roilab.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BoxCoderTest {
    private static final BoxCoder PLAIN = new BoxCoder(List.of(1.0, 1.0, 1.0, 1.0));
    private static final BoxCoder NORMALISED = new BoxCoder(List.of(0.1, 0.1, 0.2, 0.2));

    @Test
    void offsetsByHand() {
        Box proposal = new Box(10, 20, 30, 60);
        Box truth = new Box(15, 10, 55, 50);
        double[] expected = {15 / 20.0, -10 / 40.0, Math.log(2), 0};
        assertThat(PLAIN.encode(proposal, truth)).containsExactly(expected, within(1e-15));
        assertThat(NORMALISED.encode(proposal, truth))
                .containsExactly(new double[] {7.5, -2.5, 5 * Math.log(2), 0}, within(1e-12));
    }

    @Test
    void aProposalOnItsObjectHasNoOffsets() {
        Box box = new Box(3, 4, 17, 9);
        assertThat(NORMALISED.encode(box, box)).containsOnly(0);
        assertThat(NORMALISED.decode(box, new float[4], 0)).isEqualTo(box);
    }

    @Test
    void decodingUndoesEncoding() {
        var random = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            Box proposal = any(random);
            Box truth = any(random);
            // Offsets travel as floats behind others: their size bounds what single precision loses.
            float[] offsets = new float[12];
            double[] encoded = NORMALISED.encode(proposal, truth);
            for (int k = 0; k < 4; k++) {
                offsets[4 + k] = (float) encoded[k];
            }
            Box decoded = NORMALISED.decode(proposal, offsets, 4);
            Offset<Double> close = within(1e-4);
            assertThat(decoded.x1()).isCloseTo(truth.x1(), close);
            assertThat(decoded.y1()).isCloseTo(truth.y1(), close);
            assertThat(decoded.x2()).isCloseTo(truth.x2(), close);
            assertThat(decoded.y2()).isCloseTo(truth.y2(), close);
        }
    }

    /** Within a factor of 50 of each other in size, so that the bound on growth does not bite. */
    private static Box any(SplittableRandom random) {
        double x = random.nextDouble(0, 200);
        double y = random.nextDouble(0, 200);
        return new Box(x, y, x + random.nextDouble(4, 200), y + random.nextDouble(4, 200));
    }

    @Test
    void offsetsDoNotDependOnPlaceAndScale() {
        Box proposal = new Box(2, 3, 12, 11);
        Box truth = new Box(4, 1, 10, 16);
        double[] offsets = PLAIN.encode(proposal, truth);
        double[] larger = PLAIN.encode(proposal.scale(4, 4), truth.scale(4, 4));
        assertThat(larger).containsExactly(offsets, within(1e-12));
        Box moved = new Box(102, 203, 112, 211);
        assertThat(PLAIN.encode(moved, new Box(104, 201, 110, 216))).containsExactly(offsets, within(1e-12));
    }

    @Test
    void growthIsBounded() {
        Box decoded = NORMALISED.decode(new Box(0, 0, 16, 16), new float[] {0, 0, 1e30f, Float.MAX_VALUE}, 0);
        assertThat(decoded.width()).isCloseTo(1000, within(1e-9));
        assertThat(decoded.height()).isCloseTo(1000, within(1e-9));
    }

    @Test
    void fourDeviationsAreNeeded() {
        assertThatThrownBy(() -> new BoxCoder(List.of(0.1, 0.2)))
                .hasMessage("a box has four deviations, got [0.1, 0.2]");
    }
}
