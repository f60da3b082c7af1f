package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class ScheduleTest {
    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void stepEqualsTheReferenceOfMilestones(ReferenceCases source) {
        equalsReference(source, "MultiStepLR [4,7] .1", new Schedule.Step(List.of(0.4, 0.7), 0.1, 0), 10);
        equalsReference(source, "StepLR 3 .1", new Schedule.Step(List.of(0.3, 0.6, 0.9), 0.1, 0), 10);
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void cosineEqualsTheReference(ReferenceCases source) {
        equalsReference(source, "CosineAnnealingLR T=10", new Schedule.Cosine(0), 10);
    }

    @Test
    void milestonesFallOnWholeStepsDespiteRounding() {
        // As a double, 0.07 * 100 is 7.000000000000001.
        var schedule = new Schedule.Step(List.of(0.07), 0.1, 0);
        assertThat(schedule.factor(6, 100)).isEqualTo(1);
        assertThat(schedule.factor(7, 100)).isEqualTo(0.1);
    }

    @Test
    void warmupClimbsLinearlyToThePlateau() {
        var schedule = new Schedule.Constant(4);
        assertThat(List.of(0, 1, 2, 3, 4).stream().map(step -> schedule.factor(step, 10)))
                .containsExactly(0.25, 0.5, 0.75, 1.0, 1.0);
    }

    @Test
    void rejectsMilestonesOutsideTheTraining() {
        assertThatThrownBy(() -> new Schedule.Step(List.of(0.5, 1.0), 0.1, 0)).hasMessageContaining("(0, 1)");
    }

    @Test
    void rejectsMilestonesThatFallOrStandTwice() {
        assertThatThrownBy(() -> new Schedule.Step(List.of(0.5, 0.25), 0.1, 0))
                .hasMessage(
                        "at must rise from one milestone to the next, each once, got [0.5, 0.25]; write [0.25, 0.5]");
        assertThatThrownBy(() -> new Schedule.Step(List.of(0.75, 0.75), 0.1, 0))
                .hasMessageStartingWith(
                        "at must rise from one milestone to the next, each once, got [0.75, 0.75]; write"
                                + " [0.75], with a smaller factor");
        assertThat(new Schedule.Step(List.of(), 0.1, 0).factor(3, 4)).isEqualTo(1);
    }

    private static void equalsReference(ReferenceCases source, String name, Schedule schedule, int steps) {
        JsonNode reference = reference(source, name);
        double rate = reference.get("base_lr").asDouble();
        double[] expected = ReferenceData.doubles(reference.get("lr_per_step"));
        for (int step = 0; step < expected.length; step++) {
            assertThat(rate * schedule.factor(step, steps))
                    .as("%s, step %d", name, step)
                    .isCloseTo(expected[step], within(1e-15));
        }
    }

    private static JsonNode reference(ReferenceCases source, String name) {
        JsonNode cases = source.json("torch_ops/optim").get("cases");
        return StreamSupport.stream(cases.spliterator(), false)
                .filter(item -> item.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
