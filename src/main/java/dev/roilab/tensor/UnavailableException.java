package dev.roilab.tensor;

import java.io.Serial;

/** This machine cannot compute what was asked for; another may. */
public final class UnavailableException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param lack what it has not, and what has it */
    public UnavailableException(String lack) {
        super(lack);
    }
}
