package dev.roilab.detect.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.TrueObject;
import dev.roilab.detect.region.RegionSampler.Region;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules of Fast R-CNN (arXiv:1504.08083), section 2.3, "Mini-batch sampling". */
class RegionSamplerTest {
    private static final RegionSampler PAPER = new RegionSampler(0.25, 0.5, 0.1, 0.5);
    private static final TrueObject CAT = new TrueObject(0, new Box(0, 0, 100, 100), false);
    private static final TrueObject DOG = new TrueObject(1, new Box(200, 0, 300, 100), false);

    /** A box whose overlap with the cat is exactly {@code overlap}. */
    private static Box onCat(double overlap) {
        return new Box(0, 0, 100, 100 * overlap);
    }

    private static Box onDog(double overlap) {
        return new Box(200, 0, 300, 100 * overlap);
    }

    /** Different boxes, all with overlaps between the two bounds. */
    private static List<Box> between(double from, double to, int count) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double overlap = from + (to - from) * (i + 0.5) / count;
            boxes.add(i % 2 == 0 ? onCat(overlap) : onDog(overlap));
        }
        return boxes;
    }

    private static List<Box> joined(List<Box> first, List<Box> second) {
        List<Box> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static List<Region> sample(RegionSampler sampler, List<Box> proposals, int count, long seed) {
        return sampler.sample(proposals, List.of(CAT, DOG), count, new SplittableRandom(seed));
    }

    private static long foreground(List<Region> regions) {
        return regions.stream().filter(region -> region.target().isPresent()).count();
    }

    @Test
    void aQuarterIsForegroundWhereThereIsEnough() {
        List<Box> proposals = joined(between(0.5, 1, 50), between(0.1, 0.5, 200));
        List<Region> drawn = sample(PAPER, proposals, 64, 1);
        assertThat(drawn).hasSize(64).doesNotHaveDuplicates();
        assertThat(foreground(drawn)).isEqualTo(16);
        assertThat(drawn.subList(0, 16)).allSatisfy(region -> {
            TrueObject owner = region.target().orElseThrow();
            assertThat(region.box().iou(owner.box())).isGreaterThanOrEqualTo(0.5);
        });
        assertThat(drawn.subList(16, 64)).allSatisfy(region -> {
            double overlap = Math.max(region.box().iou(CAT.box()), region.box().iou(DOG.box()));
            assertThat(overlap).isBetween(0.1, 0.5).isLessThan(0.5);
        });
    }

    @Test
    void regionsBelongToTheObjectTheyOverlapMost() {
        Box mostlyDog = new Box(190, 0, 300, 100);
        var near = new TrueObject(2, new Box(150, 0, 250, 100), false);
        List<Region> drawn = PAPER.sample(List.of(mostlyDog), List.of(near, DOG), 3, new SplittableRandom(1));
        assertThat(drawn.stream()
                        .filter(region -> region.box().equals(mostlyDog))
                        .map(region -> region.target().orElseThrow()))
                .containsExactly(DOG);
    }

    /** Of the background band the lower end counts, the upper end is foreground's. */
    @Test
    void theBandsMeetWithoutGapAtTheirEnds() {
        assertThat(kinds(onCat(0.5))).containsExactly("foreground");
        assertThat(kinds(onCat(0.4999))).containsExactly("background");
        assertThat(kinds(onCat(0.125))).containsExactly("background");
        assertThat(kinds(onCat(0.0999))).isEmpty();
        assertThat(kinds(new Box(500, 500, 600, 600))).isEmpty();
    }

    @Test
    void anUpperEndBelowForegroundLeavesAGap() {
        var gapped = new RegionSampler(0.25, 0.5, 0, 0.3);
        assertThat(kinds(gapped, onCat(0.4))).isEmpty();
        assertThat(kinds(gapped, new Box(500, 500, 600, 600))).containsExactly("background");
    }

    private static Set<String> kinds(Box box) {
        return kinds(PAPER, box);
    }

    /** As what a box is drawn, if at all. */
    private static Set<String> kinds(RegionSampler sampler, Box box) {
        return sample(sampler, List.of(box), 40, 1).stream()
                .filter(region -> region.box().equals(box))
                .map(region -> region.target().isPresent() ? "foreground" : "background")
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Test
    void theObjectsThemselvesAreCandidates() {
        List<Region> drawn = sample(PAPER, between(0.1, 0.5, 100), 64, 1);
        assertThat(drawn.subList(0, 2))
                .containsExactlyInAnyOrder(
                        new Region(CAT.box(), Optional.of(CAT)), new Region(DOG.box(), Optional.of(DOG)));
    }

    @Test
    void backgroundFillsUpForMissingForeground() {
        List<Region> drawn = sample(PAPER, between(0.1, 0.5, 100), 64, 1);
        assertThat(drawn).hasSize(64).doesNotHaveDuplicates();
        assertThat(foreground(drawn)).isEqualTo(2);
    }

    @Test
    void backgroundThatIsTooLittleIsDrawnAgainEvenly() {
        List<Region> drawn = sample(PAPER, joined(between(0.5, 1, 50), between(0.1, 0.5, 5)), 64, 1);
        assertThat(drawn).hasSize(64);
        assertThat(foreground(drawn)).isEqualTo(16);
        assertThat(drawn.subList(16, 64).stream()
                        .collect(Collectors.groupingBy(Region::box, Collectors.counting()))
                        .values())
                .hasSize(5)
                .allSatisfy(times -> assertThat(times).isBetween(9L, 10L));
    }

    @Test
    void foregroundFillsUpWhereNoBackgroundIs() {
        List<Region> drawn = sample(PAPER, between(0.5, 1, 10), 64, 1);
        assertThat(drawn).hasSize(64);
        assertThat(foreground(drawn)).isEqualTo(64);
        assertThat(new LinkedHashSet<>(drawn)).hasSize(12);
    }

    @Test
    void anImageWithoutObjectsGivesBackgroundAndWithoutCandidatesNothing() {
        var open = new RegionSampler(0.25, 0.5, 0, 0.5);
        List<Box> proposals = between(0.1, 0.9, 30);
        List<Region> drawn = open.sample(proposals, List.of(), 20, new SplittableRandom(1));
        assertThat(drawn)
                .hasSize(20)
                .allSatisfy(region -> assertThat(region.target()).isEmpty());
        assertThat(PAPER.sample(proposals, List.of(), 20, new SplittableRandom(1)))
                .isEmpty();
        assertThat(PAPER.sample(List.of(), List.of(), 20, new SplittableRandom(1)))
                .isEmpty();
    }

    @Test
    void theSeedDecides() {
        List<Box> proposals = joined(between(0.5, 1, 50), between(0.1, 0.5, 200));
        assertThat(sample(PAPER, proposals, 64, 7)).isEqualTo(sample(PAPER, proposals, 64, 7));
        assertThat(sample(PAPER, proposals, 64, 7)).isNotEqualTo(sample(PAPER, proposals, 64, 8));
    }

    @Test
    void everyCandidateHasTheSameChance() {
        List<Box> background = between(0.1, 0.5, 20);
        int[] times = new int[20];
        for (int seed = 0; seed < 2000; seed++) {
            for (Region region : sample(PAPER, background, 12, seed)) {
                if (region.target().isEmpty()) {
                    times[background.indexOf(region.box())]++;
                }
            }
        }
        // Ten of twenty are drawn each time: binomial with mean 1000 and deviation 22.
        assertThat(Arrays.stream(times).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(880, 1120));
    }
}
