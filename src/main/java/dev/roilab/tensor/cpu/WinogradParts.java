package dev.roilab.tensor.cpu;

import dev.roilab.tensor.cpu.WinogradSeats.Seat;

/** The maps of a convolution, in parts of so many strips. */
record WinogradParts(WinogradGrids grids, int strips) {
    int count() {
        return Math.ceilDiv(grids.blocks().strips(), strips);
    }

    int mostTiles() {
        return strips * grids.blocks().stripTiles();
    }

    private int strips(int part) {
        return Math.min(strips, grids.blocks().strips() - part * strips);
    }

    WinogradTiles windows(int part, Seat seat) {
        return grids.windows(part * strips, strips(part), seat.windowPoints());
    }

    WinogradTiles blocks(int part, Seat seat) {
        return grids.blocks(part * strips, strips(part), seat.blockPoints());
    }
}
