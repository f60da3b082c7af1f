package dev.roilab.train;

import java.util.List;

/** Tells at which step a training ran out of memory, and over which images: one with many objects is often enough. */
final class Exhaustion {
    private Exhaustion() {}

    /** @param step counted from 1 */
    static OutOfMemoryError at(int step, List<String> images, OutOfMemoryError cause) {
        var error = new OutOfMemoryError("no memory left at step %d: %s; images %s"
                .formatted(step, cause.getMessage(), String.join(", ", images)));
        error.initCause(cause);
        return error;
    }
}
