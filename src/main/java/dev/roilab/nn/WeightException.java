package dev.roilab.nn;

import java.io.Serial;
import java.util.List;

/** Everything that is wrong with a file of weights, one line for each problem. */
public final class WeightException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** A file of another network has a problem in every layer; so many show which it is. */
    private static final int LISTED = 12;

    public WeightException(List<String> problems) {
        super(text(problems, ""));
    }

    private WeightException(String text) {
        super(text);
    }

    /** Of problems that a file of another network has: tensors that are missing, unexpected or of another shape. */
    public static WeightException ofMisfit(List<String> problems) {
        return new WeightException(text(problems, "; is it the file of another network?"));
    }

    public WeightException(String problem, Throwable cause) {
        super(problem, cause);
    }

    private static String text(List<String> problems, String question) {
        String listed = String.join("\n", problems.subList(0, Math.min(LISTED, problems.size())));
        int more = problems.size() - LISTED;
        return more <= 0 ? listed : listed + "\nand " + more + " more" + question;
    }
}
