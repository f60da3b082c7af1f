package dev.roilab.proposal;

/**
 * The graph of an image: each pixel is joined to its neighbours, by an edge as heavy as their colours differ
 * (Felzenszwalb and Huttenlocher, IJCV 2004, section 5). Its edges are sorted, lightest first, ties by the row of their
 * first pixel, then by direction (right, down, down and right, up and right), then by column.
 *
 * <p>An edge is a number: four times its first pixel plus its direction. Weights are Euclidean distances in grey
 * levels, in steps of 2^-15, which the sort can take as integers of 24 bits.
 */
final class PixelGraph {
    /** Steps of the weights in one grey level. */
    static final int STEPS = 1 << 15;

    private static final int DIRECTION_BITS = 2;
    private static final int DIRECTIONS = 1 << DIRECTION_BITS;
    private static final int DIGIT_BITS = 12;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private final int pixels;
    /** From an edge's first pixel to its second: right, down, down and right, up and right. */
    private final int[] offsets;

    private final long[] sorted;

    private PixelGraph(int pixels, int[] offsets, long[] sorted) {
        this.pixels = pixels;
        this.offsets = offsets;
        this.sorted = sorted;
    }

    /**
     * The graph of an image.
     *
     * @param channels [channels][H * W], smoothed, 0 to 255; at most 3 channels
     */
    static PixelGraph of(float[][] channels, int width, Neighbourhood neighbourhood) {
        int height = channels[0].length / width;
        long[] unsorted = new long[edges(width, height, neighbourhood)];
        int[] offsets = {1, width, width + 1, 1 - width};
        int count = 0;
        float[] squares = new float[width];
        for (int y = 0; y < height; y++) {
            for (int direction = 0; direction < neighbourhood.directions(); direction++) {
                int other = y + (direction == 0 ? 0 : direction == 3 ? -1 : 1);
                if (other < 0 || other >= height) {
                    continue;
                }
                int length = direction == 1 ? width : width - 1;
                int from = y * width;
                squaredDistances(channels, from, from + offsets[direction], squares, length);
                for (int x = 0; x < length; x++) {
                    int weight = (int) (Math.sqrt(squares[x]) * STEPS);
                    unsorted[count++] = (long) weight << Integer.SIZE | ((from + x) * DIRECTIONS + direction);
                }
            }
        }
        return new PixelGraph(width * height, offsets, sort(unsorted));
    }

    private static int edges(int width, int height, Neighbourhood neighbourhood) {
        int corners = (neighbourhood.directions() - 2) * (width - 1) * (height - 1);
        return (width - 1) * height + width * (height - 1) + corners;
    }

    private static void squaredDistances(float[][] channels, int from, int to, float[] squares, int length) {
        for (int x = 0; x < length; x++) {
            float difference = channels[0][from + x] - channels[0][to + x];
            squares[x] = difference * difference;
        }
        for (int channel = 1; channel < channels.length; channel++) {
            float[] plane = channels[channel];
            for (int x = 0; x < length; x++) {
                float difference = plane[from + x] - plane[to + x];
                squares[x] += difference * difference;
            }
        }
    }

    /** Two stable counting passes over the 24 bits of the weights. */
    private static long[] sort(long[] edges) {
        int[] low = new int[DIGITS + 1];
        int[] high = new int[DIGITS + 1];
        for (long edge : edges) {
            int weight = (int) (edge >>> Integer.SIZE);
            low[(weight & (DIGITS - 1)) + 1]++;
            high[(weight >>> DIGIT_BITS) + 1]++;
        }
        long[] aside = new long[edges.length];
        distribute(edges, aside, low, Integer.SIZE);
        distribute(aside, edges, high, Integer.SIZE + DIGIT_BITS);
        return edges;
    }

    private static void distribute(long[] from, long[] to, int[] starts, int shift) {
        for (int digit = 1; digit < starts.length; digit++) {
            starts[digit] += starts[digit - 1];
        }
        for (long edge : from) {
            to[starts[(int) (edge >>> shift) & (DIGITS - 1)]++] = edge;
        }
    }

    int pixels() {
        return pixels;
    }

    int edges() {
        return sorted.length;
    }

    /** The first pixel of the edge at a place of the sorted order. */
    int first(int place) {
        return (int) sorted[place] >>> DIRECTION_BITS;
    }

    /** The second pixel of the edge at a place of the sorted order. */
    int second(int place) {
        int edge = (int) sorted[place];
        return (edge >>> DIRECTION_BITS) + offsets[edge & (DIRECTIONS - 1)];
    }

    /** Of the edge at a place of the sorted order, in grey levels. */
    float weight(int place) {
        return (int) (sorted[place] >>> Integer.SIZE) * (1f / STEPS);
    }
}
