package dev.roilab.cli;

import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.timing.FreshProcess;
import dev.roilab.run.timing.TimingException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** This program once more, in a Java machine of its own with the same options, for {@link TimingCommand}. */
final class FreshJvm implements FreshProcess {
    private static final long POLL_MILLIS = 50;

    /** To end by itself when asked; then it is killed. */
    private static final long PATIENCE_SECONDS = 5;

    /** Ctrl-C reaches both processes, and the other may be the first to end of it. */
    private static final long GRACE_MILLIS = 500;

    /** Exit codes above are those of signals. */
    private static final int SIGNALS = 128;

    private final StopSignal stop;
    private final Supplier<List<String>> java;

    /** @param stop ends the process, too */
    FreshJvm(StopSignal stop) {
        this(stop, FreshJvm::javaCommand);
    }

    /**
     * @param java what starts the program, but for its arguments; asked when a process is wanted, which few commands do
     */
    FreshJvm(StopSignal stop, Supplier<List<String>> java) {
        this.stop = stop;
        this.java = java;
    }

    /** The Java machine and its options as they are here, without what listens for a debugger. */
    static List<String> javaCommand() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp")) {
                command.add(option);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    @Override
    public void time(Path request, Path answer, TrialExecutor.Progress progress)
            throws IOException, InterruptedException {
        File log = answer.resolveSibling(answer.getFileName() + ".log").toFile();
        Process process = start(request, answer, log);
        try {
            follow(process, progress);
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
        int code = process.exitValue();
        if (code != ExitCode.OK) {
            if (code > SIGNALS) {
                Thread.sleep(GRACE_MILLIS);
            }
            throwIfStopped();
            throw new TimingException(
                    "the process that times the arms ended with %s%s".formatted(words(code), lastWords(log.toPath())));
        }
    }

    /** A process that does not come to life is one that ended without an answer; the results are none the worse. */
    private Process start(Path request, Path answer, File log) {
        List<String> command = new ArrayList<>(java.get());
        command.addAll(List.of(TimingCommand.NAME, request.toString(), answer.toString()));
        try {
            return new ProcessBuilder(command).redirectError(log).start();
        } catch (IOException e) {
            throw new TimingException("the process that times the arms could not be started: " + e.getMessage(), e);
        }
    }

    private void follow(Process process, TrialExecutor.Progress progress) throws InterruptedException {
        AtomicReference<Optional<TimingCommand.Step>> latest = new AtomicReference<>(Optional.empty());
        Thread.ofVirtual().start(() -> {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines()
                        .forEach(line ->
                                TimingCommand.Step.parse(line).ifPresent(step -> latest.set(Optional.of(step))));
            } catch (IOException | UncheckedIOException _) {
                // It was killed; its exit code says so.
            }
        });
        boolean ended = false;
        while (!ended) {
            ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            throwIfStopped();
            Optional<TimingCommand.Step> step = latest.getAndSet(Optional.empty());
            if (step.isPresent()) {
                progress.stepped(
                        step.get().step(), step.get().steps(), step.get().text());
            }
        }
    }

    private void throwIfStopped() throws InterruptedException {
        if (stop.isRequested()) {
            throw new InterruptedException("stopped on request");
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static String words(int code) {
        return code > SIGNALS ? "signal " + (code - SIGNALS) : "exit code " + code;
    }

    private static String lastWords(Path log) throws IOException {
        List<String> lines = Files.readString(log)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\t"))
                .toList();
        if (lines.isEmpty()) {
            return "";
        }
        String message = lines.getFirst().replaceFirst("^(?:[a-z0-9]+\\.)+[A-Z]\\w*(?:Exception|Error): ", "");
        return ": " + message + " (all of it in " + log + ")";
    }
}
