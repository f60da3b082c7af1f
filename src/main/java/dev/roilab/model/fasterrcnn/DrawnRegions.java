package dev.roilab.model.fasterrcnn;

import dev.roilab.detect.region.RegionRows;
import dev.roilab.detect.region.RegionSampler.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * The regions that a training step learns from, in pixels of its prepared images, as the objects that they belong to.
 *
 * @param images in which of the mini-batch's images each lies
 */
public record DrawnRegions(List<Region> regions, List<Integer> images) {
    public DrawnRegions {
        regions = List.copyOf(regions);
        images = List.copyOf(images);
    }

    /** Those that belong to an object. */
    public DrawnRegions foreground() {
        List<Region> kept = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int place = 0; place < regions.size(); place++) {
            if (regions.get(place).target().isPresent()) {
                kept.add(regions.get(place));
                owners.add(images.get(place));
            }
        }
        return new DrawnRegions(kept, owners);
    }

    /** As region operators read them, [R, 5]. */
    public float[] rows() {
        return RegionRows.of(regions.stream().map(Region::box).toList(), images::get);
    }
}
