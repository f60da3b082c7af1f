package dev.roilab.proposal;

/**
 * Which pixels are joined by an edge (Felzenszwalb and Huttenlocher, IJCV 2004, section 5, take eight neighbours and
 * allow any neighbourhood).
 */
enum Neighbourhood {
    /** Those that share a side. */
    FOUR(2),
    /** Those that share a side or a corner. */
    EIGHT(4);

    private final int directions;

    Neighbourhood(int directions) {
        this.directions = directions;
    }

    /** How many of the directions right, down, down and right, up and right have an edge. */
    int directions() {
        return directions;
    }
}
