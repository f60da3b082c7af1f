package dev.roilab.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.TrueObject;
import dev.roilab.detect.region.RegionSampler;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One region of each of many images, as R-CNN and SPPnet draw them: the sampling study's other end. */
class RegionShareTest {
    @Test
    void aQuarterOfSingleRegionsIsForegroundOnAverage() {
        var sampler = new RegionSampler(0.25, 0.5, 0, 0.5);
        var object = new TrueObject(0, new Box(10, 10, 30, 30), false);
        List<Box> proposals = List.of(new Box(11, 10, 31, 30), new Box(50, 50, 70, 70), new Box(60, 20, 90, 40));
        var random = new SplittableRandom(1);
        int foreground = 0;
        int images = 4000;
        for (int image = 0; image < images; image++) {
            var drawn = sampler.sample(proposals, List.of(object), 1, random);
            assertThat(drawn).hasSize(1);
            foreground += drawn.getFirst().target().isPresent() ? 1 : 0;
        }
        assertThat((double) foreground / images).isCloseTo(0.25, within(0.03));
    }

    @Test
    void aWholeShareIsExact() {
        var sampler = new RegionSampler(0.25, 0.5, 0, 0.5);
        var object = new TrueObject(0, new Box(10, 10, 30, 30), false);
        var drawn = sampler.sample(List.of(new Box(50, 50, 70, 70)), List.of(object), 4, new SplittableRandom(1));
        assertThat(drawn.stream().filter(region -> region.target().isPresent())).hasSize(1);
    }
}
