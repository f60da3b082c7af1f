package dev.roilab.testing;

import dev.roilab.result.code.CodeFingerprint;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program in a process of its own, as a user starts it, to be watched and killed. */
public final class Program {
    /** Far more than any of the studies in tests takes on a machine that others use as well. */
    private static final long PATIENCE_SECONDS = 900;

    private static final long POLL_MILLIS = 10;

    /**
     * Several processes on few cores would wait for each other at every parallel loop; and they end before a second
     * compilation of their code would pay.
     */
    private static final List<String> ONE_THREAD =
            List.of("-Xmx1g", "-XX:ActiveProcessorCount=1", "-XX:TieredStopAtLevel=1");

    /** A test's own: another class may have programs of its own at the same time. */
    private static final ThreadLocal<List<Process>> STARTED = ThreadLocal.withInitial(ArrayList::new);

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts the program; both of its outputs go to a file in {@code folder}. */
    public static Program start(Path folder, String... arguments) throws IOException {
        return start(folder, ONE_THREAD, arguments);
    }

    /** The same with a cache that others may use, too. */
    public static Program sharing(Path cache, Path folder, String... arguments) throws IOException {
        return start(cache, folder, ONE_THREAD, arguments);
    }

    /** Starts the program with options for the Java machine. */
    public static Program start(Path folder, List<String> options, String... arguments) throws IOException {
        return start(cache(folder, List.of(arguments)), folder, options, arguments);
    }

    /** Starts a program whose own classes and resources lie in another folder; one cache for all that it runs. */
    public static Program from(Path classes, Path folder, String... arguments) throws IOException {
        List<String> options = new ArrayList<>(ONE_THREAD);
        String others = Stream.of(classPath().split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).toAbsolutePath().equals(classes()))
                .collect(Collectors.joining(File.pathSeparator));
        options.addAll(List.of("-cp", classes + File.pathSeparator + others));
        return start(folder.resolve("cache"), folder, options, arguments);
    }

    /** The program's own classes and resources. */
    public static Path classes() {
        try {
            return Path.of(CodeFingerprint.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of the classes is not a path", e);
        }
    }

    /** Surefire hides the class path in a manifest and keeps the real one in a property of its own. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static Program start(Path cache, Path folder, List<String> options, String... arguments)
            throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(heedsCtrlC());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-Djava.awt.headless=true", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        // Whole lives of a few seconds: the optimising compiler would take a third of the processor and be of no use.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        if (!options.contains("-cp")) {
            command.addAll(List.of("-cp", classPath()));
        }
        command.add("dev.roilab.cli.Main");
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("ROILAB_CACHE", cache.toAbsolutePath().toString());
        Process process = builder.start();
        STARTED.get().add(process);
        return new Program(process, output);
    }

    /**
     * A build in the background may have been started deaf to Ctrl-C or to a hang-up, and its children inherit that.
     */
    public static List<String> heedsCtrlC() throws IOException {
        List<String> launcher = List.of("env", "--default-signal=INT,HUP,TERM");
        List<String> attempt = new ArrayList<>(launcher);
        attempt.add("true");
        try {
            return new ProcessBuilder(attempt).start().waitFor() == 0 ? launcher : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** One for each folder of results: what another test has trained, today or last week, must not be taken here. */
    private static Path cache(Path folder, List<String> arguments) {
        int results = arguments.indexOf("--results") + 1;
        String of = results > 0 ? arguments.get(results) : "none";
        return folder.resolve("cache-" + Integer.toHexString(of.hashCode()));
    }

    /** Kills what a failed test may have left; called after each test. */
    public static void killAll() throws InterruptedException {
        for (Process process : STARTED.get()) {
            process.destroyForcibly();
            process.waitFor();
        }
        STARTED.remove();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for a Java machine that it starts itself; nothing else that it starts is one. */
    public ProcessHandle awaitFreshProcess() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            var found = process.children().filter(this::isFreshJava).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException("started no process of its own:\n" + output());
    }

    /** Between its birth and its program's start a child looks like its parent, down to the command line. */
    private boolean isFreshJava(ProcessHandle child) {
        return child.info().command().orElse("").endsWith("java")
                && !commandLine(child.pid()).equals(commandLine(process.pid()));
    }

    private static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
        } catch (IOException _) {
            // It has ended meanwhile, which its parent's command line never equals.
            return Long.toString(pid);
        }
    }

    /** What it has printed so far. */
    public String output() throws IOException {
        return Files.readString(output);
    }

    /** Waits until it has printed the text, or has ended. */
    public void awaitOutput(String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (process.isAlive() && !output().contains(text)) {
            if (System.nanoTime() > end) {
                kill();
                throw new IllegalStateException("never printed '" + text + "':\n" + output());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Waits for the end; the exit code. */
    public int await() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("did not end:\n" + output());
        }
        return process.exitValue();
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** What Ctrl-C sends. */
    public void interrupt() throws IOException, InterruptedException {
        send("INT");
    }

    /** A signal by its name, such as {@code TERM}. */
    public void send(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** SIGTERM: a polite kill. */
    public void terminate() {
        process.destroy();
    }
}
