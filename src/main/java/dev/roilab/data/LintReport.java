package dev.roilab.data;

import java.util.List;
import java.util.Optional;

/**
 * What the linter found.
 *
 * @param errors problems that keep a study from starting, one line each: file, object, what was expected, what to do
 * @param warnings what was repaired or left out, one line each
 * @param data the checked data set, if there are no errors
 */
public record LintReport(List<String> errors, List<String> warnings, Optional<Dataset<TrueObjects>> data) {
    public LintReport {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}
