package dev.roilab.run;

import dev.roilab.result.TrialFolder;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.LossPoint;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.run.key.Provenance;
import dev.roilab.run.key.TrialKey;
import dev.roilab.study.Trial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trial run again from its beginning, beside its stored result, and what differs between the two.
 *
 * @param sameNumbers whether losses, metrics, weights and what was found are equal to the last bit
 * @param lines what differs, or that nothing does; provenance first, as it may be the reason
 */
public record Reproduction(boolean sameNumbers, List<String> lines) {
    /** Facts of a run that say nothing about its numbers. */
    private static final Set<String> OF_THE_RUN =
            Set.of("start", "duration_seconds", "resumed_after_step", "training_from");

    public Reproduction {
        lines = List.copyOf(lines);
    }

    /**
     * Runs a trial again in a folder of its own, which is removed afterwards.
     *
     * @param stored the trial's folder
     */
    public static Reproduction of(
            Trial trial, TrialKey key, Path stored, TrialExecutor executor, TrialExecutor.Progress progress)
            throws InterruptedException {
        try {
            TrialResult before = new TrialFolder(stored).read();
            Path scratch = Files.createTempDirectory("roilab-reproduce");
            try {
                TrialResult result =
                        executor.execute(trial, new TrialRun(scratch, key.hash(), Duration.ofDays(1), false), progress);
                Map<String, String> facts = new LinkedHashMap<>(Provenance.ofThisRun());
                key.parts().forEach((name, part) -> facts.put(TrialFolder.KEY_PREFIX + name, part));
                facts.putAll(result.provenance());
                return compare(before, result.withProvenance(facts));
            } finally {
                remove(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reproduce " + trial.name() + ": " + e.getMessage(), e);
        }
    }

    static Reproduction compare(TrialResult before, TrialResult now) {
        List<String> facts = new ArrayList<>();
        Set<String> names = new TreeSet<>(before.provenance().keySet());
        names.addAll(now.provenance().keySet());
        names.removeAll(OF_THE_RUN);
        List<String> digests = TrialResult.outputs(names);
        digests.forEach(name -> names.remove(TrialResult.digestFact(name)));
        names.removeIf(name -> name.startsWith("timing_"));
        for (String name : names) {
            difference(
                    "provenance " + name,
                    before.provenance().get(name),
                    now.provenance().get(name),
                    facts);
        }
        List<String> numbers = new ArrayList<>();
        losses(before.losses(), now.losses(), numbers);
        Set<String> metrics = new TreeSet<>(before.metrics().keySet());
        metrics.addAll(now.metrics().keySet());
        for (String name : metrics) {
            difference(
                    "metric " + name, before.metrics().get(name), now.metrics().get(name), numbers);
        }
        for (String name : digests) {
            String fact = TrialResult.digestFact(name);
            difference(fact, before.provenance().get(fact), now.provenance().get(fact), numbers);
        }
        List<String> lines = new ArrayList<>(facts);
        lines.addAll(numbers);
        lines.add(
                numbers.isEmpty()
                        ? "reproduced: losses, metrics, %s are equal to the last bit"
                                .formatted(String.join(" and ", digests))
                        : "not reproduced: " + numbers.getFirst());
        return new Reproduction(numbers.isEmpty(), lines);
    }

    private static void losses(List<LossPoint> before, List<LossPoint> now, List<String> lines) {
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            LossPoint one = i < before.size() ? before.get(i) : null;
            LossPoint other = i < now.size() ? now.get(i) : null;
            if (!Objects.equals(one, other)) {
                lines.add("losses differ first at point %d: was %s, is %s".formatted(i + 1, one, other));
                return;
            }
        }
    }

    private static void difference(String name, @Nullable Object before, @Nullable Object now, List<String> lines) {
        if (!Objects.equals(before, now)) {
            lines.add("%s: was %s, is %s".formatted(name, before, now));
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
