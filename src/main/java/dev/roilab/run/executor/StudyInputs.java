package dev.roilab.run.executor;

import dev.roilab.data.DataException;
import dev.roilab.study.SettingException;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.study.UnreadSettings;
import dev.roilab.timing.TimingSettings;
import dev.roilab.yaml.Doubt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the trials of a study read, each looked at once. */
public final class StudyInputs {
    private final TrialExecutor executor;
    private final boolean trained;
    private final Map<TrialSettings, TrialInputs> known = new LinkedHashMap<>();

    private StudyInputs(TrialExecutor executor, boolean trained) {
        this.executor = executor;
        this.trained = trained;
    }

    /** Asks an executor, once for each of different settings. */
    public StudyInputs(TrialExecutor executor) {
        this(executor, true);
    }

    /** The same of trials without their training: what only it reads, or heeds, is not looked at. */
    public static StudyInputs untrained(TrialExecutor executor) {
        return new StudyInputs(executor, false);
    }

    /** What a trial reads. */
    public TrialInputs of(Trial trial) {
        return known.computeIfAbsent(read(trial), executor::inputs);
    }

    private TrialSettings read(Trial trial) {
        return trained ? trial.settings() : trial.settings().withoutPretraining();
    }

    /**
     * Looks at the inputs of some trials of a study.
     *
     * @return the linter's warnings, each once
     * @throws DataException with everything that is wrong, of all trials
     */
    public List<String> check(StudyPlan plan, List<Trial> trials) {
        Set<String> problems = new LinkedHashSet<>();
        Set<String> warnings = new LinkedHashSet<>();
        for (Trial trial : trials) {
            warnings.addAll(UnreadSettings.warnings(read(trial)));
            try {
                warnings.addAll(of(trial).warnings());
            } catch (DataException e) {
                String.valueOf(e.getMessage()).lines().forEach(problems::add);
                warnings.addAll(e.warnings());
            } catch (SettingException e) {
                problems.add(plan.sources().place(trial.settings(), e.path()) + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new DataException(new ArrayList<>(problems), new ArrayList<>(warnings));
        }
        return List.copyOf(warnings);
    }

    private static List<String> lines(List<Doubt> doubts, StudyPlan plan, Trial trial) {
        return doubts.stream()
                .map(doubt -> plan.sources().place(trial.settings(), doubt.path()) + doubt.line())
                .toList();
    }

    /**
     * The same for a study that is to be run, with settings that are hardly meant, all of which are of training, and
     * what it asks to time.
     */
    public List<String> checkToRun(StudyPlan plan, List<Trial> trials) {
        Set<String> warnings = new LinkedHashSet<>(check(plan, trials));
        for (Trial trial : trained ? trials : List.<Trial>of()) {
            warnings.addAll(lines(Doubt.in(trial.settings()), plan, trial));
            warnings.addAll(lines(of(trial).doubts(), plan, trial));
        }
        tooFewToTime(plan, trials).ifPresent(warnings::add);
        return List.copyOf(warnings);
    }

    /** Whether the study asks to time more pictures than there are. */
    private Optional<String> tooFewToTime(StudyPlan plan, List<Trial> trials) {
        return plan.timing()
                .map(TimingSettings::images)
                .filter(asked -> asked > timedImages(asked, trials))
                .map(asked -> {
                    int timed = timedImages(asked, trials);
                    long sizes = trials.stream()
                            .map(this::of)
                            .map(TrialInputs::testImages)
                            .distinct()
                            .count();
                    return plan.sources().place("timing.images")
                            + "timing.images is %d, but %s test split has %d image%s: so many are timed"
                                    .formatted(
                                            asked, sizes == 1 ? "the" : "the smallest", timed, timed == 1 ? "" : "s");
                });
    }

    /** The settings with as many pictures as every one of these trials has in its test split. */
    public TimingSettings timing(TimingSettings asked, List<Trial> trials) {
        return asked.withImages(timedImages(asked.images(), trials));
    }

    private int timedImages(int asked, List<Trial> trials) {
        return trials.stream()
                .flatMap(trial -> of(trial).testImages().stream())
                .mapToInt(size -> Math.min(size, asked))
                .min()
                .orElse(asked);
    }

    /** What the data of these trials consist of, each data set once. */
    public List<List<String>> summaries(List<Trial> trials) {
        return trials.stream()
                .map(trial -> of(trial).summary())
                .filter(lines -> !lines.isEmpty())
                .distinct()
                .toList();
    }
}
