package dev.roilab.run.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    private Provenance() {}

    /** Everything that holds for the whole run, by name. What cannot be found out is left out. */
    public static Map<String, String> ofThisRun() {
        Map<String, String> facts = new LinkedHashMap<>();
        Git.ask("rev-parse", "HEAD").ifPresent(commit -> facts.put("commit", commit));
        // A run changes results, and a writer the text: what computes is in these.
        Git.ask("status", "--porcelain", "--untracked-files=no", "--", "src/main", "src/torch", "pom.xml")
                .ifPresent(changes -> facts.put("uncommitted_changes", changes.isEmpty() ? "no" : "yes"));
        facts.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
        facts.put(
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        facts.putAll(processor());
        facts.put("threads", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("heap_limit_mb", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
        Libraries.versions().forEach((name, version) -> facts.put("library_" + name, version));
        return facts;
    }

    /** Name and instruction sets of the processor, as far as the system tells them. */
    static Map<String, String> processor() {
        Map<String, String> facts = new LinkedHashMap<>();
        cpu("model name").ifPresent(model -> facts.put("cpu", model));
        cpu("flags").or(() -> cpu("Features")).ifPresent(flags -> facts.put("cpu_flags", summary(flags)));
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
}
