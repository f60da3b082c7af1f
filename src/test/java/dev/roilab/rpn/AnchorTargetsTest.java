package dev.roilab.rpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import dev.roilab.rpn.AnchorMatcher.Best;
import dev.roilab.rpn.AnchorSampling.Crossing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnchorTargetsTest {
    private static final AnchorSettings SETTINGS =
            new AnchorSettings(List.of(16.0, 28.0), List.of(0.5, 1.0), Optional.empty(), Optional.empty());

    private static Anchors grid() {
        return Anchors.of(SETTINGS, 8, 8, 8);
    }

    private static AnchorTargets.Truth truth(Box... objects) {
        return new AnchorTargets.Truth(List.of(objects), 64, 64);
    }

    private static AnchorTargets drawn(AnchorTargets.Truth truth, AnchorSampling sampling, long seed) {
        var targets = new AnchorTargets(grid(), 1);
        targets.draw(0, truth, sampling, new SplittableRandom(seed));
        return targets;
    }

    private static float sum(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /** The rule word by word, object by object. */
    private static int[] slowly(List<Box> anchors, List<Box> objects, double high, double low) {
        int[] owners = new int[anchors.size()];
        for (int a = 0; a < owners.length; a++) {
            double most = 0;
            int nearest = -1;
            for (int o = 0; o < objects.size(); o++) {
                double iou = anchors.get(a).iou(objects.get(o));
                if (iou > most) {
                    most = iou;
                    nearest = o;
                }
            }
            boolean best = false;
            for (Box object : objects) {
                double own = anchors.get(a).iou(object);
                best |= own > 0 && anchors.stream().allMatch(other -> other.iou(object) <= own);
            }
            owners[a] = most >= high || best ? nearest : most < low ? AnchorMatcher.BACKGROUND : AnchorMatcher.IGNORED;
        }
        return owners;
    }

    @Test
    void objectsOfAnchorsAreThoseOfTheRuleWordByWord() {
        var random = new SplittableRandom(5);
        Anchors anchors = grid();
        List<Box> all = new ArrayList<>();
        for (int anchor = 0; anchor < anchors.count(); anchor++) {
            all.add(anchors.box(anchor));
        }
        for (int trial = 0; trial < 20; trial++) {
            List<Box> objects = new ArrayList<>();
            for (int object = 0; object < trial % 5; object++) {
                double x = random.nextDouble(0, 40);
                double y = random.nextDouble(0, 40);
                objects.add(new Box(x, y, x + random.nextDouble(4, 40), y + random.nextDouble(4, 40)));
            }
            assertThat(new AnchorMatcher(0.6, 0.3, Best.OVERLAPPING).match(anchors, objects))
                    .isEqualTo(slowly(all, objects, 0.6, 0.3));
        }
    }

    @Test
    void anObjectThatNoAnchorOverlapsIsNobodys() {
        List<Box> far = List.of(new Box(500, 500, 510, 510));
        assertThat(new AnchorMatcher(0.7, 0.3, Best.OVERLAPPING).match(grid(), far))
                .containsOnly(AnchorMatcher.BACKGROUND);
    }

    @Test
    void anchorsThatCrossTheBorderTakeNoPartUnlessAskedFor() {
        Anchors anchors = grid();
        int inside = 0;
        for (int anchor = 0; anchor < anchors.count(); anchor++) {
            inside += anchors.isInside(anchor, 64, 64) ? 1 : 0;
        }
        var without = new AnchorSampling(1000, 0.5, 0.7, 0.3, Optional.empty());
        var with = new AnchorSampling(1000, 0.5, 0.7, 0.3, Optional.of(Crossing.USED));
        assertThat(drawn(truth(), without, 1).count()).isEqualTo(inside).isPositive();
        assertThat(drawn(truth(), with, 1).count()).isEqualTo(anchors.count()).isGreaterThan(inside);
    }

    @Test
    void foregroundIsAtMostItsPartAndBackgroundFillsUp() {
        Box object = new Box(16, 16, 32, 32);
        var sampling = new AnchorSampling(40, 0.25, 0.4, 0.3, Optional.of(Crossing.USED));
        AnchorTargets targets = drawn(truth(object), sampling, 2);
        AnchorTargets.Map map = targets.maps().getFirst();
        assertThat(targets.count()).isEqualTo(40);
        assertThat(sum(map.sampled())).isEqualTo(40);
        assertThat(sum(map.labels())).isPositive().isLessThanOrEqualTo(10);
        assertThat(sum(map.foreground())).isEqualTo(4 * sum(map.labels()));
        for (int i = 0; i < map.labels().length; i++) {
            assertThat(map.labels()[i]).isLessThanOrEqualTo(map.sampled()[i]);
        }
        assertThat(drawn(truth(object), sampling, 2).maps().getFirst().sampled())
                .isEqualTo(map.sampled());
        assertThat(drawn(truth(object), sampling, 3).maps().getFirst().sampled())
                .isNotEqualTo(map.sampled());
    }

    @Test
    void offsetsLeadFromTheAnchorToItsObject() {
        Box object = new Box(18, 17, 33, 34);
        Anchors anchors = grid();
        Anchors.Level level = anchors.levels().getFirst();
        AnchorTargets.Map map = drawn(truth(object), new AnchorSampling(1000, 0.5, 0.5, 0.3, Optional.empty()), 1)
                .maps()
                .getFirst();
        int objects = 0;
        for (int anchor = 0; anchor < anchors.count(); anchor++) {
            if (map.labels()[level.place(0, anchor)] == 1) {
                float[] four = new float[4];
                for (int i = 0; i < 4; i++) {
                    four[i] = map.offsets()[level.placeOfFour(0, anchor) + i * level.cells()];
                }
                Box reached = ProposalFilter.CODER.decode(anchors.box(anchor), four, 0);
                assertThat(reached.x1()).isCloseTo(object.x1(), within(1e-4));
                assertThat(reached.y2()).isCloseTo(object.y2(), within(1e-4));
                objects++;
            }
        }
        assertThat(objects).isPositive();
    }
}
