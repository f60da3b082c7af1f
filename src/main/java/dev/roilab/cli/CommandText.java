package dev.roilab.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as it can be typed again. */
final class CommandText {
    private CommandText() {}

    static String of(@Nullable CommandSpec spec) {
        List<String> words = new ArrayList<>(List.of("./roilab"));
        if (spec != null) {
            spec.root().commandLine().getParseResult().originalArgs().forEach(word -> words.add(quote(word)));
        }
        return String.join(" ", words);
    }

    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
