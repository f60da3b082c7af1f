package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Shape;

/**
 * A map cut into square tiles, row of tiles by row of tiles, image by image, and each row into strips.
 *
 * @param map its logical [N, C, H, W]
 * @param step cells from one tile to the next, along both axes
 * @param top cells of the first tile above the map
 * @param left cells of the first tile left of the map
 * @param rowsAnImage rows of tiles
 * @param columns tiles a row
 * @param stripTiles tiles a strip; a row's last strip may have fewer
 */
record TileGrid(Shape map, int step, int top, int left, int rowsAnImage, int columns, int stripTiles) {
    int channels() {
        return map.size(1);
    }

    int strips() {
        return map.size(0) * rowsAnImage * stripsARow();
    }

    private int stripsARow() {
        return Math.ceilDiv(columns, stripTiles);
    }

    /** How many tiles lie before a strip; for the number of all strips, all tiles. */
    int tilesBefore(int strip) {
        return strip / stripsARow() * columns + strip % stripsARow() * stripTiles;
    }

    Strip strip(int index) {
        int row = index / stripsARow();
        int y = row % rowsAnImage * step - top;
        int x = index % stripsARow() * stripTiles * step - left;
        return new Strip(row / rowsAnImage, y, x, tilesBefore(index), tilesBefore(index + 1) - tilesBefore(index));
    }

    /**
     * Some tiles of one row.
     *
     * @param y the map's row in which they begin; it may be above the map
     * @param x the map's column in which the first begins; it may be left of the map
     * @param firstTile its number among all tiles of the grid
     */
    record Strip(int image, int y, int x, int firstTile, int tiles) {}

    /** Where a cell's channels begin, in numbers. */
    long offset(int image, int y, int x) {
        return (((long) image * map.size(2) + y) * map.size(3) + x) * channels();
    }
}
