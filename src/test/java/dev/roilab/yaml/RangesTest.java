package dev.roilab.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RangesTest {
    record Numbers(
            @Range(min = 1) int steps,
            @Range(above = 0, below = 1) double part,
            @Range(min = -2, max = 0.5, unit = "pixels") Optional<Double> place,
            @Range(above = 0) List<Integer> sides,
            @Range(among = {8, 16, 32}) int stride,
            @Range(max = 9) long most,
            String name) {
        Numbers {
            Ranges.require(Numbers.class, steps, part, place, sides, stride, most, name);
        }
    }

    private static Numbers of(int steps, double part, double place, int side, int stride) {
        return new Numbers(steps, part, Optional.of(place), List.of(4, side), stride, 9, "x");
    }

    @Test
    void boundsAreTaken() {
        assertThat(of(1, 0.001, -2, 1, 32).steps()).isEqualTo(1);
        assertThat(of(9, 0.999, 0.5, 9, 8).steps()).isEqualTo(9);
        assertThat(new Numbers(1, 0.5, Optional.empty(), List.of(), 8, -9, "x").place())
                .isEmpty();
    }

    @Test
    void allThatIsOutsideIsSaidALineEach() {
        assertThatThrownBy(() -> new Numbers(0, 1, Optional.of(-2.5), List.of(4, 0), 4, 10, "x"))
                .hasMessage("""
                        steps must be >= 1, got 0
                        part must be in (0, 1), got 1.0
                        place must be in [-2, 0.5] pixels, got -2.5
                        sides must each be > 0, got [4, 0]
                        stride must be 8, 16 or 32, got 4
                        most must be <= 9, got 10""");
        assertThatThrownBy(() -> of(1, 0, 0, 1, 8)).hasMessage("part must be in (0, 1), got 0.0");
        assertThatThrownBy(() -> of(1, Double.NaN, 0, 1, 8)).hasMessage("part must be in (0, 1), got NaN");
        assertThatThrownBy(() -> of(1, 0.5, 0.6, 1, 8)).hasMessage("place must be in [-2, 0.5] pixels, got 0.6");
    }

    @Test
    void noComponentIsForgotten() {
        assertThatThrownBy(() -> Ranges.problems(Numbers.class, 1, 0.5)).hasMessageContaining("7 components, got 2");
    }

    @Test
    void theSchemaSaysTheSame() {
        var properties = (Map<?, ?>)
                Objects.requireNonNull(RecordSchema.of(Numbers.class, Map.of()).get("properties"));
        assertThat(properties.get("steps")).hasToString("{type=integer, minimum=1}");
        assertThat(properties.get("part")).hasToString("{type=number, exclusiveMinimum=0, exclusiveMaximum=1}");
        assertThat(properties.get("place"))
                .hasToString("{anyOf=[{type=number, minimum=-2, maximum=0.5}, {type=null}]}");
        assertThat(properties.get("sides")).hasToString("{type=array, items={type=integer, exclusiveMinimum=0}}");
        assertThat(properties.get("stride")).hasToString("{type=integer, enum=[8, 16, 32]}");
    }
}
