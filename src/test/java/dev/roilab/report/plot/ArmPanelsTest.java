package dev.roilab.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.Arm;
import dev.roilab.report.plot.ArmPanels.Line;
import dev.roilab.report.plot.ArmPanels.Panel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArmPanelsTest {
    private static List<Arm> grid(List<String> losses, List<String> rates) {
        List<Arm> arms = new ArrayList<>();
        for (String loss : losses) {
            for (String rate : rates) {
                List<String> names = List.of(loss, "rate " + rate);
                arms.add(new Arm(arms.size(), String.join(", ", names), List.of(loss, rate), names, List.of()));
            }
        }
        return arms;
    }

    private static List<Arm> row(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new Arm(index, "a" + index, List.of("a" + index), List.of()))
                .toList();
    }

    @Test
    void theOtherAxisMakesThePanelsAndEveryArmIsInOne() {
        List<Panel> panels = new ArmPanels(
                        grid(List.of("l2", "l1", "smooth", "smooth9"), List.of("0.04", "0.08", "0.16", "0.32", "0.64")))
                .panels(_ -> true);
        assertThat(panels)
                .extracting(Panel::title)
                .containsExactly("rate 0.04", "rate 0.08", "rate 0.16", "rate 0.32", "rate 0.64");
        assertThat(panels).allSatisfy(panel -> {
            assertThat(panel.lines()).extracting(Line::name).containsExactly("l2", "l1", "smooth", "smooth9");
            assertThat(panel.lines()).extracting(Line::color).containsExactly(0, 1, 2, 3);
        });
    }

    @Test
    void anArmKeepsItsColourWhereOthersAreLeftOut() {
        List<Panel> panels = new ArmPanels(row(3)).panels(arm -> arm.index() > 0);
        assertThat(panels).hasSize(1);
        assertThat(panels.getFirst().lines()).extracting(Line::color).containsExactly(1, 2);
        assertThat(panels.getFirst().title()).isEmpty();
    }

    @Test
    void moreArmsThanColoursMakeMorePanels() {
        List<Panel> panels = new ArmPanels(row(10)).panels(_ -> true);
        assertThat(panels).extracting(Panel::title).containsExactly("a0 to a7", "a8 to a9");
        assertThat(panels.get(1).lines()).extracting(Line::name).containsExactly("a8", "a9");
        assertThat(ArmPanels.legend(panels)).hasSize(10);
    }

    @Test
    void anAxisOfMoreValuesThanColoursMakesPanelsInstead() {
        List<String> rates = IntStream.range(0, 9).mapToObj(rate -> "0." + rate).toList();
        List<Panel> panels = new ArmPanels(grid(rates, List.of("pool", "align"))).panels(_ -> true);
        assertThat(panels).hasSize(9);
        assertThat(panels).allSatisfy(panel -> assertThat(panel.lines()).hasSize(2));
    }

    @Test
    void aStudyThatVariesNothingHasOnePanel() {
        List<Panel> panels = new ArmPanels(List.of(new Arm(0, "study", List.of(), List.of()))).panels(_ -> true);
        assertThat(panels).hasSize(1);
        assertThat(panels.getFirst().lines()).extracting(Line::name).containsExactly("study");
    }
}
