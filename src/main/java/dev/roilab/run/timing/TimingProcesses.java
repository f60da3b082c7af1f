package dev.roilab.run.timing;

import dev.roilab.file.JsonFile;
import dev.roilab.result.ProcessTimes;
import dev.roilab.run.executor.TrialExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;

/**
 * Lets one process after the other time the same arms. What a process has measured is kept in a file of its own until
 * all have, so that a run that was stopped goes on after the last whole one; no trial's result is touched.
 */
public final class TimingProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(TimingProcesses.class);

    /** A process that something killed is started once more; one that ends by itself would do so again. */
    private static final int ATTEMPTS = 2;

    private static final String FILE = "process-";

    private final FreshProcess process;
    private final int count;
    private final Path folder;

    /**
     * Some processes.
     *
     * @param count of them
     * @param folder for their files; made when needed
     */
    public TimingProcesses(FreshProcess process, int count, Path folder) {
        this.process = process;
        this.count = count;
        this.folder = folder;
    }

    /**
     * What each process has measured.
     *
     * @throws TimingException if a process ends without an answer, twice
     */
    public List<ProcessTimes> measure(TimingRequest request, TrialExecutor.Progress progress)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path asked = folder.resolve("request.json");
        JsonFile.writeJson(asked, request);
        List<ProcessTimes> measured = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Path answer = folder.resolve(FILE + (number + 1) + ".json");
            Optional<ProcessTimes> known = answer(answer, request);
            measured.add(known.isPresent() ? known.get() : one(asked, answer, request, numbered(progress, number)));
        }
        return measured;
    }

    private TrialExecutor.Progress numbered(TrialExecutor.Progress progress, int number) {
        return (step, steps, text) -> progress.stepped(
                number * steps + step,
                count * steps,
                count == 1 ? text : "timing in process %d of %d: %s".formatted(number + 1, count, text));
    }

    private ProcessTimes one(Path asked, Path answer, TimingRequest request, TrialExecutor.Progress progress)
            throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                process.time(asked, answer, progress);
                return answer(answer, request)
                        .orElseThrow(() -> new TimingException("the process that times left no answer"));
            } catch (TimingException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.warn("the process that times the arms is started once more", e);
            }
        }
    }

    /** Absent if there is none, or it answers another request: other weights, another machine, another protocol. */
    private static Optional<ProcessTimes> answer(Path file, TimingRequest request) {
        try {
            return Optional.of(JsonFile.readJson(file, new TypeReference<ProcessTimes>() {}))
                    .filter(times -> times.request().equals(request.id()));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Takes the files away once their numbers are where they belong. */
    public void forget() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(FILE) || name.startsWith("request.json")) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
