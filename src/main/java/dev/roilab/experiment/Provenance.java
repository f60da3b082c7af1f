package dev.roilab.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where numbers come from: commit, program, machine. Host and user names are left out; results are published. */
public final class Provenance {
    /** Instruction sets that decide how fast and in which order numbers are added; the other flags are noise. */
    private static final List<String> TELLING_FLAGS = List.of(
            "sse4_2",
            "avx",
            "avx2",
            "fma",
            "avx512f",
            "avx512_vnni",
            "avx512_bf16",
            "amx_bf16",
            "asimd",
            "bf16",
            "sve");

    private static final long GIT_SECONDS = 10;

    private Provenance() {}

    /** Everything that holds for the whole run, by name. What cannot be found out is left out. */
    public static Map<String, String> ofThisRun() {
        Map<String, String> facts = new LinkedHashMap<>();
        git("rev-parse", "HEAD").ifPresent(commit -> facts.put("commit", commit));
        git("status", "--porcelain", "--untracked-files=no")
                .ifPresent(changes -> facts.put("uncommitted_changes", changes.isEmpty() ? "no" : "yes"));
        facts.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
        facts.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        cpu("model name").ifPresent(model -> facts.put("cpu", model));
        cpu("flags").or(() -> cpu("Features")).ifPresent(flags -> facts.put("cpu_flags", summary(flags)));
        facts.put("threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("heap_limit_mb", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
        Libraries.versions().forEach((name, version) -> facts.put("library_" + name, version));
        return facts;
    }

    private static String summary(String flags) {
        List<String> present = new ArrayList<>(TELLING_FLAGS);
        present.retainAll(List.of(flags.split(" ", -1)));
        return String.join(" ", present);
    }

    /** A line of Linux's own description of the first processor; absent elsewhere. */
    private static Optional<String> cpu(String field) {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.split(":", 2)[0].strip().equals(field))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Output of a git command in the program's own checkout; absent without git or outside a checkout. */
    private static Optional<String> git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        String home = System.getProperty("roilab.home");
        if (home != null) {
            command.addAll(List.of("-C", home));
        }
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean ended = process.waitFor(GIT_SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
