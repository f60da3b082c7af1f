package dev.roilab.nn;

import java.io.Serial;
import java.util.List;

/** Everything that is wrong with a file of weights, one line for each problem. */
public final class WeightException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public WeightException(List<String> problems) {
        super(String.join("\n", problems));
    }

    public WeightException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
