package dev.roilab.run.timing;

import java.io.Serial;

/** A process that was to time arms did not start or ended without an answer; says how, and where all it said is. */
public final class TimingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TimingException(String message) {
        super(message);
    }

    public TimingException(String message, Throwable cause) {
        super(message, cause);
    }
}
