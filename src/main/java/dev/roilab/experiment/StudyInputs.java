package dev.roilab.experiment;

import dev.roilab.data.DataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the trials of a study read, each looked at once. */
final class StudyInputs {
    private final TrialExecutor executor;
    private final Map<TrialSettings, TrialInputs> known = new LinkedHashMap<>();

    StudyInputs(TrialExecutor executor) {
        this.executor = executor;
    }

    TrialInputs of(Trial trial) {
        return known.computeIfAbsent(trial.settings(), executor::inputs);
    }

    /**
     * Looks at the inputs of all these trials.
     *
     * @return the linter's warnings, each once
     * @throws DataException with everything that is wrong, of all trials
     */
    List<String> check(List<Trial> trials) {
        Set<String> problems = new LinkedHashSet<>();
        Set<String> warnings = new LinkedHashSet<>();
        for (Trial trial : trials) {
            try {
                warnings.addAll(of(trial).warnings());
            } catch (DataException e) {
                String.valueOf(e.getMessage()).lines().forEach(problems::add);
                warnings.addAll(e.warnings());
            }
        }
        if (!problems.isEmpty()) {
            throw new DataException(new ArrayList<>(problems), new ArrayList<>(warnings));
        }
        return List.copyOf(warnings);
    }

    /** What the data of these trials consist of, each data set once. */
    List<List<String>> summaries(List<Trial> trials) {
        return trials.stream()
                .map(trial -> of(trial).summary())
                .filter(lines -> !lines.isEmpty())
                .distinct()
                .toList();
    }
}
