package dev.roilab.run;

import dev.roilab.data.DataException;
import dev.roilab.result.Status;
import dev.roilab.tensor.UnavailableException;
import dev.roilab.train.DivergedException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a trial failed.
 *
 * @param reason for the report
 * @param signature equal for failures that have one cause in the program; absent for outcomes that are findings of
 *     their arm, such as a divergence
 */
record Failure(Status status, String reason, Optional<String> signature) {
    /** Frames that tell one fault from another; deeper ones differ by accident. */
    private static final int TELLING_FRAMES = 3;

    private static final String MORE_MEMORY = "; a smaller network, batch or image may help, or more memory in"
            + " ROILAB_JAVA_OPTIONS: -Xmx for Java's heap, -XX:MaxDirectMemorySize for the engine";

    static Failure of(Throwable thrown) {
        Throwable telling = telling(thrown);
        Status status = status(telling);
        String reason = telling.getMessage() == null ? telling.toString() : telling.getMessage();
        boolean fault = status == Status.CRASHED || status == Status.DATA_ERROR;
        return new Failure(
                status,
                status == Status.OUT_OF_MEMORY ? reason + MORE_MEMORY : reason,
                fault ? Optional.of(signature(thrown)) : Optional.empty());
    }

    /** The first cause whose type says what happened: work on other threads arrives wrapped. */
    private static Throwable telling(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (status(cause) != Status.CRASHED) {
                return cause;
            }
        }
        return thrown;
    }

    private static Status status(Throwable failure) {
        return switch (failure) {
            case DivergedException _ -> Status.DIVERGED;
            case DataException _ -> Status.DATA_ERROR;
            case UnavailableException _ -> Status.UNAVAILABLE;
            case OutOfMemoryError _ -> Status.OUT_OF_MEMORY;
            case InterruptedException _ -> Status.INTERRUPTED;
            default -> Status.CRASHED;
        };
    }

    private static String signature(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String place = Arrays.stream(root.getStackTrace())
                .limit(TELLING_FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" "));
        // Numbers in the text are the arm's settings or the seed.
        return root.getClass().getName() + " "
                + String.valueOf(root.getMessage()).replaceAll("[0-9]+", "#") + " " + place;
    }
}
