package dev.roilab.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** Adds to every command's help the exit codes that all commands have, beside those that it names itself. */
final class ExitCodeHelp {
    private static final Map<Integer, String> COMMON = Map.of(
            ExitCode.OK, "done",
            ExitCode.BROKEN, "something unforeseen, such as a full disk",
            ExitCode.INPUT, "a mistake in the study, the data or an option",
            ExitCode.STOPPED, "stopped by Ctrl-C",
            ExitCode.KILLED, "stopped by SIGTERM");

    private ExitCodeHelp() {}

    /** Of a command and all below it. */
    static void addTo(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();
        Map<Integer, String> codes = new TreeMap<>(COMMON);
        usage.exitCodeList().forEach((code, text) -> codes.put(Integer.valueOf(code.strip()), text));
        Map<String, String> lines = new LinkedHashMap<>();
        codes.forEach((code, text) -> lines.put("%4d".formatted(code), text));
        usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(lines);
        command.getSubcommands().values().forEach(ExitCodeHelp::addTo);
    }
}
