package dev.roilab.cli;

import java.io.Serial;

/** A mistake in what the user asked for. */
final class InputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    InputException(String message) {
        super(message);
    }
}
