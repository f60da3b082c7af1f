package dev.roilab.tensor.cpu;

/**
 * How a point on one axis is read from its two neighbouring cells: {@code lowWeight * low + highWeight * high}. A point
 * more than one cell outside the map has no weight; nearer ones are moved to the border.
 */
record Interpolation(int low, int high, double lowWeight, double highWeight) {
    private static final Interpolation OUTSIDE = new Interpolation(0, 0, 0, 0);

    /** @param position in cells; a cell's value lies at its index */
    static Interpolation at(double position, int mapSize) {
        if (!(position >= -1 && position <= mapSize)) {
            return OUTSIDE;
        }
        double inside = Math.max(position, 0);
        int low = (int) inside;
        if (low >= mapSize - 1) {
            return new Interpolation(mapSize - 1, mapSize - 1, 1, 0);
        }
        double fraction = inside - low;
        return new Interpolation(low, low + 1, 1 - fraction, fraction);
    }
}
