package dev.roilab.run.timing;

import java.io.Serial;

/** A process that was to time arms ended without an answer; says how, and where all that it said is. */
public final class TimingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TimingException(String message) {
        super(message);
    }
}
