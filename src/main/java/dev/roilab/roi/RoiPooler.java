package dev.roilab.roi;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.nn.Rows;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings regions to a grid of fixed size, each read from the map that suits it. Every branch over the same maps has a
 * pooler of its own size.
 */
public final class RoiPooler {
    private final RoiLevels levels;
    private final List<RegionOperator> operators;

    private RoiPooler(RoiLevels levels, List<RegionOperator> operators) {
        this.levels = levels;
        this.operators = operators;
    }

    /** A pooler over one map of a stride. */
    public static RoiPooler of(RoiLayer layer, int stride) {
        return of(layer, RoiLevels.single(stride));
    }

    /** A pooler over the maps of some levels. */
    public static RoiPooler of(RoiLayer layer, RoiLevels levels) {
        return new RoiPooler(
                levels,
                levels.strides().stream()
                        .map(stride -> RegionOperator.of(layer, stride))
                        .toList());
    }

    /**
     * Copies regions to the engine, to be read as often as wanted and by every pooler over the same maps.
     *
     * @param rows [R, 5], R > 0: image index, x1, y1, x2, y2 in image pixels
     */
    public PlacedRegions place(Engine engine, float[] rows) {
        return PlacedRegions.of(engine, rows, operators.size(), region -> levels.of(rows, region));
    }

    /**
     * What lies under each region.
     *
     * @param maps [N, C, H, W] each, finest first
     * @return [R, C, P, P]; of a pyramid [R, C, P, 1]
     */
    public Variable forward(Tape tape, List<Variable> maps, PlacedRegions regions) {
        if (maps.size() != operators.size()) {
            throw new IllegalArgumentException(
                    "regions are read from %d maps, got %d".formatted(operators.size(), maps.size()));
        }
        List<Variable> parts = new ArrayList<>();
        for (int map = 0; map < maps.size(); map++) {
            @Nullable Tensor own = regions.byMap().get(map);
            if (own != null) {
                parts.add(operators.get(map).forward(tape, maps.get(map), own));
            }
        }
        return parts.size() == 1 ? parts.getFirst() : inOrder(tape, parts, regions.places());
    }

    private static Variable inOrder(Tape tape, List<Variable> parts, int[] places) {
        Variable joined = Rows.join(tape, parts);
        release(parts, joined);
        if (IntStream.range(0, places.length).allMatch(row -> places[row] == row)) {
            return joined;
        }
        Variable ordered = Rows.gather(tape, joined, places);
        release(List.of(joined), ordered);
        return ordered;
    }

    private static void release(List<Variable> read, Variable output) {
        if (!output.needsGradient()) {
            read.forEach(variable -> variable.value().release());
        }
    }
}
