package dev.roilab.run.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Questions to git about the program's own checkout; nothing is changed. */
final class Git {
    private static final long SECONDS = 10;

    private Git() {}

    /** The output of a command; absent without git, outside a checkout, and where the command fails. */
    static Optional<String> ask(String... arguments) {
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
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            return ended && process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
