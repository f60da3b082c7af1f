package dev.roilab.data;

import java.io.Serial;
import java.util.List;

/** Everything that is wrong with a data set, one line for each problem: file, object, what was expected. */
public final class DataException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> warnings;

    public DataException(List<String> problems) {
        this(problems, List.of());
    }

    /** @param warnings what was found besides, of no weight for the failure */
    public DataException(List<String> problems, List<String> warnings) {
        super(String.join("\n", problems));
        this.warnings = List.copyOf(warnings);
    }

    public DataException(String problem, Throwable cause) {
        super(problem, cause);
        warnings = List.of();
    }

    /** What was found besides, one line each. */
    public List<String> warnings() {
        return warnings;
    }
}
