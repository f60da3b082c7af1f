package dev.roilab.measure;

/** Where a report shows a measure that nobody has asked for; the first of these is the most prominent. */
public enum Prominence {
    /** By this one arms are compared where a report compares by one only; a task has at most one. */
    HEADLINE,
    /** Beside the headline in the table of differences. */
    COMPARED,
    /** In the table of results. */
    TABLED,
    /** Among the single runs. */
    DETAIL,
    /** Where a study asks for it, and in {@code trials.csv}. */
    ASKED
}
