package dev.roilab.run.key;

import dev.roilab.file.Digest;
import dev.roilab.study.TrialSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What of a machine decides how fast it is, now and for good. */
public final class MachineState {
    private MachineState() {}

    /** Hash of processor, instruction sets, threads and device. */
    public static String machine(Map<String, String> provenance, TrialSettings settings) {
        return Digest.of(String.join(
                "\n",
                List.of(
                        provenance.getOrDefault("cpu", ""),
                        provenance.getOrDefault("cpu_flags", ""),
                        provenance.getOrDefault("threads", ""),
                        settings.engine(),
                        settings.device())));
    }

    /** Clock of the processor now, as far as the system tells it. */
    public static Map<String, String> clock() {
        Map<String, String> state = new LinkedHashMap<>();
        try {
            Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("cpu MHz"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
                    .average()
                    .ifPresent(clock -> state.put("clock_mhz", String.format(Locale.ROOT, "%.0f", clock)));
        } catch (IOException _) {
            // Only Linux tells it there.
        }
        return state;
    }
}
