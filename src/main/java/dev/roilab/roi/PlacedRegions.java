package dev.roilab.roi;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** R regions of a batch of images on an engine, each at the map that it is read from. */
public final class PlacedRegions {
    private static final int COLUMNS = 5;

    private final int count;
    private final List<@Nullable Tensor> byMap;
    private final int[] places;

    private PlacedRegions(int count, List<@Nullable Tensor> byMap, int[] places) {
        this.count = count;
        this.byMap = byMap;
        this.places = places;
    }

    /**
     * Copies regions to an engine.
     *
     * @param rows [R, 5]: image index, x1, y1, x2, y2 in image pixels
     * @param maps how many there are
     * @param mapOf the map of a region, from 0, by the region's place
     */
    static PlacedRegions of(Engine engine, float[] rows, int maps, IntUnaryOperator mapOf) {
        List<List<Integer>> members = new ArrayList<>();
        for (int map = 0; map < maps; map++) {
            members.add(new ArrayList<>());
        }
        int count = rows.length / COLUMNS;
        if (count == 0) {
            throw new IllegalArgumentException("no regions to place");
        }
        for (int region = 0; region < count; region++) {
            members.get(mapOf.applyAsInt(region)).add(region);
        }
        List<@Nullable Tensor> byMap = new ArrayList<>();
        int[] places = new int[count];
        int place = 0;
        for (List<Integer> own : members) {
            float[] copied = new float[own.size() * COLUMNS];
            for (int row = 0; row < own.size(); row++) {
                System.arraycopy(rows, COLUMNS * own.get(row), copied, COLUMNS * row, COLUMNS);
                places[own.get(row)] = place++;
            }
            byMap.add(own.isEmpty() ? null : engine.tensor(copied, Shape.of(own.size(), COLUMNS)));
        }
        return new PlacedRegions(count, byMap, places);
    }

    /** R. */
    public int count() {
        return count;
    }

    /** Those of each map, [r, 5] in their order; null where it has none. */
    List<@Nullable Tensor> byMap() {
        return byMap;
    }

    /** Where each region stands once those of all maps follow each other. */
    int[] places() {
        return places;
    }
}
