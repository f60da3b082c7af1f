package dev.roilab.cli;

/** What the program tells the shell. */
final class ExitCode {
    static final int OK = 0;
    /** Something unforeseen: a bug, a full disk. */
    static final int BROKEN = 1;
    /** A mistake in a file or an option; nothing has run. */
    static final int INPUT = 2;

    static final int TRIALS_FAILED = 3;
    /** {@code check}: the results speak against a claim. */
    static final int CLAIM_CONTRADICTED = 4;
    /**
     * {@code check}: no claim is contradicted, but some cannot be decided, or no more than hinted at, with these seeds.
     */
    static final int CLAIM_UNDECIDED = 5;

    /** Stopped by the user, as shells count it: 128 and the number of the signal that Ctrl-C sends. */
    static final int STOPPED = 130;

    /** The same of a kill that asks politely. */
    static final int KILLED = 143;

    private ExitCode() {}
}
