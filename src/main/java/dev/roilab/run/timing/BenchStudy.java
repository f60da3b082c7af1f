package dev.roilab.run.timing;

import dev.roilab.data.DataException;
import dev.roilab.file.JsonFile;
import dev.roilab.result.ProcessTimes;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.StorageException;
import dev.roilab.result.StudyResults;
import dev.roilab.result.Timing;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.result.WholeTime;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.executor.StudyInputs;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.key.MachineState;
import dev.roilab.run.key.Provenance;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.Trial;
import dev.roilab.timing.TimingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A study of times alone: no training, fresh weights, and whatever stands for findings there. */
public final class BenchStudy {
    private static final TimingSettings UNLESS_SAID = new TimingSettings(10, 5);

    private final TrialExecutor executor;
    private final StopSignal stop;
    private final String command;
    private final Optional<FreshProcess> freshProcess;
    private final StudyInputs inputs;
    private final Map<String, String> provenance = Provenance.ofThisRun();

    /**
     * A study of times.
     *
     * @param command that repeats it, for the report
     * @param freshProcess processes of their own that time the arms; without, this one does
     */
    public BenchStudy(TrialExecutor executor, StopSignal stop, String command, Optional<FreshProcess> freshProcess) {
        this.executor = executor;
        this.inputs = StudyInputs.untrained(executor);
        this.stop = stop;
        this.command = command;
        this.freshProcess = freshProcess;
    }

    /**
     * The times of the arms.
     *
     * @param table for people
     * @param file with everything, for programs
     * @param wholes of the image, in the order of the arms
     * @param results the arms as trials that have times alone, for the report
     */
    public record Outcome(String table, Path file, List<WholeTime> wholes, StudyResults results) {}

    /** What {@code bench.json} holds. */
    private record Stored(String study, String question, Map<String, Timing> arms, Map<String, String> provenance) {}

    /** One trial for each cell: seeds do not change the time of fresh weights. */
    public List<Trial> arms(StudyPlan plan) {
        long first = plan.trials().getFirst().seed();
        return plan.trials().stream().filter(trial -> trial.seed() == first).toList();
    }

    /**
     * Looks at the inputs of every arm, but for those of a training.
     *
     * @return the linter's warnings, each once
     * @throws DataException with everything that is wrong, of all arms
     */
    public List<String> check(StudyPlan plan) {
        return inputs.checkToRun(plan, arms(plan));
    }

    /**
     * Times the arms and keeps the times in {@code bench.json} of the study's results.
     *
     * @throws StorageException if it cannot be written
     */
    public Outcome run(StudyPlan plan, Path results, TrialExecutor.Progress progress) throws InterruptedException {
        List<Trial> arms = arms(plan);
        TimingSettings settings = inputs.timing(plan.timing().orElse(UNLESS_SAID), arms);
        stop.heed();
        int processes = freshProcess.isPresent() ? settings.processCount() : 1;
        String protocol = TimingSession.protocol(settings, processes, arms, true);
        TimingRequest request = TimingRequest.of(
                settings,
                true,
                arms.stream().map(trial -> TimingRequest.Arm.of(trial, results)).toList(),
                List.of(protocol, provenance.toString()));
        Path file = results.resolve(plan.study()).resolve("bench.json");
        var measuring = new TimingProcesses(
                freshProcess.orElse(new TimingWorker(executor)::answer), processes, file.resolveSibling("bench"));
        Map<String, Timing> times = new LinkedHashMap<>();
        List<TrialResult> trials = new ArrayList<>();
        try {
            List<ProcessTimes> measured = measuring.measure(request, (step, steps, text) -> {
                progress.stepped(step, steps, text);
                stop.throwIfRequested();
            });
            for (Trial trial : arms) {
                String machine = MachineState.machine(provenance, trial.settings());
                Timing timing = Timing.of("", machine, protocol, request.id(), measured, trial.name());
                times.put(trial.name().replaceFirst(",seed=.*", ""), timing);
                trials.add(timed(trial, timing));
            }
            JsonFile.writeJson(file, new Stored(plan.study(), plan.question(), times, provenance));
            measuring.forget();
        } catch (IOException e) {
            throw new StorageException("cannot write results: " + e.getMessage(), e);
        }
        List<WholeTime> wholes = new ArrayList<>();
        times.forEach((arm, timing) -> wholes.add(new WholeTime(arm, timing.image(), timing.withProposals())));
        return new Outcome(table(times, protocol), file, wholes, report(plan, file, trials));
    }

    private StudyResults report(StudyPlan plan, Path file, List<TrialResult> trials) {
        return new StudyResults(
                plan.study(),
                plan.question(),
                plan.varied(),
                List.of(),
                plan.report(),
                plan.background(),
                file.resolveSibling("."),
                command,
                trials);
    }

    private TrialResult timed(Trial trial, Timing timing) {
        Map<String, String> facts = new LinkedHashMap<>(provenance);
        facts.put("engine", trial.settings().engine());
        facts.put("device", trial.settings().device());
        facts.put("threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.putAll(timing.facts());
        return ResultsFolder.failed(trial.study(), trial.name(), trial.varied(), trial.seed(), Status.OK, "")
                .withDetails(timing.stages(), List.of(), List.of(), List.of())
                .withProvenance(facts);
    }

    private static String table(Map<String, Timing> times, String protocol) {
        Set<String> stages = new LinkedHashSet<>();
        // An arm may lack a stage that another has; the one with the most of them knows the order.
        times.values().stream()
                .map(timing -> timing.stages().keySet())
                .sorted(Comparator.comparing(Set::size, Comparator.reverseOrder()))
                .forEach(stages::addAll);
        boolean busy = times.values().stream().anyMatch(timing -> timing.busy().isPresent());
        List<String> header = new ArrayList<>(List.of(busy ? "relative" : "ms an image"));
        header.addAll(times.keySet());
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (String stage : stages) {
            rows.add(row(stage, times, timing -> timing.stages().getOrDefault(stage, new StageTime(0, 0))));
        }
        rows.add(row("image", times, Timing::image));
        if (stages.stream().anyMatch(HarnessMeasures::isProposals)) {
            rows.add(row("image and proposals", times, Timing::withProposals));
        }
        String remark = times.values().stream()
                .flatMap(timing -> timing.busy().stream())
                .findFirst()
                .map(reason -> "the %s; times are told as ratios, the image of %s = 1, and even those may be wrong; "
                        .formatted(reason, times.keySet().iterator().next()))
                .orElse("");
        return aligned(rows) + remark + "median (p95); " + protocol;
    }

    private static List<String> row(String name, Map<String, Timing> times, Function<Timing, StageTime> value) {
        boolean busy = times.values().stream().anyMatch(timing -> timing.busy().isPresent());
        double unit = busy ? times.values().iterator().next().image().median() : 1;
        List<String> row = new ArrayList<>(List.of(name));
        times.values().forEach(timing -> {
            StageTime time = value.apply(timing);
            row.add(
                    time.wasMeasured()
                            ? String.format(Locale.ROOT, "%.3f (%.3f)", time.median() / unit, time.p95() / unit)
                            : "not measured");
        });
        return row;
    }

    private static String aligned(List<List<String>> rows) {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int place = column;
                int width = rows.stream()
                        .mapToInt(other -> other.get(place).length())
                        .max()
                        .orElse(1);
                text.append(String.format(column == 0 ? "%-" + width + "s" : "  %" + width + "s", row.get(column)));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
