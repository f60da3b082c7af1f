package dev.roilab.data;

import java.io.Serial;
import java.util.List;

/** Everything that is wrong with a data set, one line for each problem: file, object, what was expected. */
public final class DataException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public DataException(List<String> problems) {
        super(String.join("\n", problems));
    }

    public DataException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
