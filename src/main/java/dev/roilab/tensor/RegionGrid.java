package dev.roilab.tensor;

/**
 * The grid of cells that a region operator lays over each region.
 *
 * @param height cells down
 * @param width cells across
 * @param spatialScale feature cells per image pixel: 1/16 at stride 16
 */
public record RegionGrid(int height, int width, double spatialScale) {
    public RegionGrid {
        if (height < 1 || width < 1 || !(spatialScale > 0)) {
            throw new IllegalArgumentException("a region grid needs cells and a positive scale");
        }
    }
}
