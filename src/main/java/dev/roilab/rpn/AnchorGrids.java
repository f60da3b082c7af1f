package dev.roilab.rpn;

import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The anchors of maps of any size, made once for each size. */
public final class AnchorGrids {
    private final List<AnchorSettings> byMap;
    private final List<Integer> strides;
    private final Map<List<Shape>, Anchors> known = new ConcurrentHashMap<>();

    /** @param strides image pixels per cell of each map, finest first */
    public AnchorGrids(AnchorSettings settings, List<Integer> strides) {
        this.byMap = settings.byMap(strides.size());
        this.strides = List.copyOf(strides);
    }

    /** Anchors of a cell, the same of all maps. */
    public int perCell() {
        return byMap.getFirst().count();
    }

    /** Those of maps, [N, C, H, W] each. */
    public Anchors of(List<Shape> maps) {
        List<Shape> grids =
                maps.stream().map(map -> Shape.of(map.size(2), map.size(3))).toList();
        return known.computeIfAbsent(grids, this::make);
    }

    private Anchors make(List<Shape> grids) {
        List<Anchors> maps = new ArrayList<>();
        for (int map = 0; map < grids.size(); map++) {
            Shape grid = grids.get(map);
            maps.add(Anchors.of(byMap.get(map), grid.size(0), grid.size(1), strides.get(map)));
        }
        return Anchors.joined(maps);
    }
}
