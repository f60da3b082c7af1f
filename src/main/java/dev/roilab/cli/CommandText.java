package dev.roilab.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The command line as it can be typed again. */
final class CommandText {
    /** As it is typed in the project's folder. */
    static final String LAUNCHER = "./roilab";

    private CommandText() {}

    /** In the project's folder: for results and reports, which are read on other machines. */
    static String of(@Nullable CommandSpec spec) {
        return LAUNCHER + arguments(spec);
    }

    /** In the present folder, with the engine's build that this one runs in: for the screen. */
    static String here(@Nullable CommandSpec spec) {
        return launcher() + arguments(spec);
    }

    /** The same as {@link #here}, for another of the commands and with other words after the options. */
    static String here(@Nullable CommandSpec spec, String command, List<String> without, String... more) {
        List<String> words = new ArrayList<>(
                spec == null
                        ? List.of()
                        : spec.root().commandLine().getParseResult().originalArgs());
        words.removeAll(without);
        if (spec != null && words.contains(spec.name())) {
            words.set(words.indexOf(spec.name()), command);
        }
        words.addAll(Arrays.asList(more));
        return launcher() + words(words);
    }

    /** A command of this program, in the present folder. */
    static String command(String... arguments) {
        return launcher() + words(Arrays.asList(arguments));
    }

    /** A command of this program, in the project's folder: for results and reports. */
    static String shared(List<String> arguments) {
        return LAUNCHER + words(arguments);
    }

    /** A command that {@link #of} gave, with this program's launcher. */
    static String stored(String command) {
        return command.startsWith(LAUNCHER + " ") ? launcher() + command.substring(LAUNCHER.length()) : command;
    }

    /** The words of a command that {@link #of} gave, without the quotes of the shell. */
    static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < command.length(); i++) {
            char sign = command.charAt(i);
            if (sign == '\'') {
                quoted = !quoted;
            } else if (!quoted && sign == '\\' && i + 1 < command.length()) {
                i++;
                word.append(command.charAt(i));
            } else if (!quoted && sign == ' ') {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(sign);
            }
        }
        words.add(word.toString());
        return words;
    }

    private static String launcher() {
        String profile = System.getenv().getOrDefault("ROILAB_PROFILES", "");
        return (profile.isEmpty() ? "" : "ROILAB_PROFILES=" + profile + " ")
                + quote(System.getProperty("roilab.launcher", LAUNCHER));
    }

    private static String arguments(@Nullable CommandSpec spec) {
        return spec == null
                ? ""
                : words(spec.root().commandLine().getParseResult().originalArgs());
    }

    private static String words(List<String> arguments) {
        return arguments.stream().map(word -> " " + quote(word)).collect(Collectors.joining());
    }

    private static String quote(String word) {
        return word.matches("[A-Za-z0-9_./:=,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
