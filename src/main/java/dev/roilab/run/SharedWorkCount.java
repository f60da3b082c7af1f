package dev.roilab.run;

import dev.roilab.run.executor.SharedWork;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.study.Trial;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/** How much of what trials share there is to do: each training once, however many trials test it. */
public final class SharedWorkCount {
    private SharedWorkCount() {}

    /**
     * In words, such as {@code 20 trials, 10 trainings (4 of them in the cache), 1 pretraining}.
     *
     * @return empty where the trials have nothing that can be shared
     */
    public static String text(List<Trial> trials, TrialExecutor executor) {
        SequencedMap<String, Set<String>> all = new LinkedHashMap<>();
        SequencedMap<String, Set<String>> done = new LinkedHashMap<>();
        for (Trial trial : trials) {
            for (SharedWork work : executor.shared(trial)) {
                all.computeIfAbsent(work.kind(), _ -> new LinkedHashSet<>()).add(work.key());
                if (work.done()) {
                    done.computeIfAbsent(work.kind(), _ -> new LinkedHashSet<>())
                            .add(work.key());
                }
            }
        }
        return all.isEmpty()
                ? ""
                : counted(trials.size(), "trial")
                        + all.entrySet().stream()
                                .map(entry -> ", " + counted(entry, done.getOrDefault(entry.getKey(), Set.of())))
                                .collect(Collectors.joining());
    }

    private static String counted(Map.Entry<String, Set<String>> work, Set<String> done) {
        String of = done.isEmpty() ? "" : " (%d of them in the cache)".formatted(done.size());
        return counted(work.getValue().size(), work.getKey()) + of;
    }

    private static String counted(int number, String one) {
        return "%d %s%s".formatted(number, one, number == 1 ? "" : "s");
    }
}
