package dev.roilab.experiment;

import dev.roilab.experiment.TrialResult.StageTime;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.TimingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A study of times alone: no training, fresh weights, and after the network the same number of boxes for every arm. */
public final class BenchStudy {
    private static final TimingSettings UNLESS_SAID = new TimingSettings(10, 5);

    private final TrialExecutor executor;
    private final StopSignal stop;
    private final Map<String, String> provenance = Provenance.ofThisRun();

    public BenchStudy(TrialExecutor executor, StopSignal stop) {
        this.executor = executor;
        this.stop = stop;
    }

    /**
     * The times of the arms.
     *
     * @param table for people
     * @param file with everything, for programs
     */
    public record Outcome(String table, Path file) {}

    /** What {@code bench.json} holds. */
    private record Stored(String study, String question, Map<String, Timing> arms, Map<String, String> provenance) {}

    /** One trial for each cell: seeds do not change the time of fresh weights. */
    public List<Trial> arms(StudyPlan plan) {
        long first = plan.trials().getFirst().seed();
        return plan.trials().stream().filter(trial -> trial.seed() == first).toList();
    }

    /**
     * Times the arms and keeps the times in {@code bench.json} of the study's results.
     *
     * @throws StorageException if it cannot be written
     */
    public Outcome run(StudyPlan plan, Path results, TrialExecutor.Progress progress) throws InterruptedException {
        TimingSettings settings = plan.timing().orElse(UNLESS_SAID);
        List<Trial> arms = arms(plan);
        var session = new TimingSession(settings, (step, steps, text) -> {
            progress.stepped(step, steps, text);
            stop.throwIfRequested();
        });
        Map<String, String> conditions = MachineState.now();
        Map<Trial, StageTimer> laps =
                session.time(arms, trial -> executor.timed(trial, results, settings.images(), true));
        Map<String, Timing> times = new LinkedHashMap<>();
        laps.forEach((trial, timer) -> times.put(
                trial.name().replaceFirst(",seed=.*", ""),
                new Timing(
                        "",
                        MachineState.machine(provenance, trial.settings()),
                        session.protocol(arms.size(), true),
                        TimingSession.stages(timer),
                        TimingSession.image(timer, false),
                        TimingSession.image(timer, true),
                        conditions)));
        Path file = results.resolve(plan.study()).resolve("bench.json");
        try {
            Files.createDirectories(file.getParent());
            TrialFiles.writeJson(file, new Stored(plan.study(), plan.question(), times, provenance));
        } catch (IOException e) {
            throw new StorageException("cannot write results: " + e.getMessage(), e);
        }
        return new Outcome(table(times, session.protocol(arms.size(), true)), file);
    }

    private static String table(Map<String, Timing> times, String protocol) {
        Set<String> stages = new LinkedHashSet<>();
        times.values().forEach(timing -> stages.addAll(timing.stages().keySet()));
        List<String> header = new ArrayList<>(List.of("ms an image"));
        header.addAll(times.keySet());
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (String stage : stages) {
            rows.add(row(stage, times, timing -> timing.stages().getOrDefault(stage, new StageTime(0, 0))));
        }
        rows.add(row("image", times, Timing::image));
        rows.add(row("image and proposals", times, Timing::withProposals));
        return aligned(rows) + "median (p95); " + protocol;
    }

    private static List<String> row(String name, Map<String, Timing> times, Function<Timing, StageTime> value) {
        List<String> row = new ArrayList<>(List.of(name));
        times.values().forEach(timing -> {
            StageTime time = value.apply(timing);
            row.add(String.format(Locale.ROOT, "%.3f (%.3f)", time.median(), time.p95()));
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
