package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.geometry.Box;
import java.util.List;
import org.junit.jupiter.api.Test;

class HierarchyRankingTest {
    @Test
    void namesEveryBoxOnceAndExactly() {
        var ranking = new HierarchyRanking();
        ranking.add(new int[] {0, 0, 3, 2, 0, 0, 65535, 40000});
        ranking.add(new int[] {7, 1, 9, 65535, 0, 0, 3, 2, 0, 0, 65535, 40000});

        assertThat(ranking.boxes())
                .containsExactlyInAnyOrder(new Box(0, 0, 3, 2), new Box(0, 0, 65535, 40000), new Box(7, 1, 9, 65535));
    }

    @Test
    void ranksTheTopOfHierarchiesBeforeTheirBottom() {
        // 200 hierarchies of 50 regions: the box of region r is r wide, so that wider ones are higher up.
        var ranking = new HierarchyRanking();
        for (int hierarchy = 0; hierarchy < 200; hierarchy++) {
            int[] corners = new int[4 * 50];
            for (int region = 0; region < 50; region++) {
                corners[4 * region + 2] = region + 1;
                corners[4 * region + 3] = hierarchy + 1;
            }
            ranking.add(corners);
        }
        List<Box> boxes = ranking.boxes();

        assertThat(boxes).hasSize(200 * 50);
        assertThat(meanWidth(boxes.subList(0, 1000))).isGreaterThan(35);
        assertThat(meanWidth(boxes.subList(9000, 10000))).isLessThan(15);
    }

    private static double meanWidth(List<Box> boxes) {
        return boxes.stream().mapToDouble(Box::width).average().orElseThrow();
    }
}
