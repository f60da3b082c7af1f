package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.run.InstantExecutor;
import dev.roilab.run.executor.StopSignal;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ExitCodeHelpTest {
    @Test
    void everyCommandSaysItsExitCodes() {
        var out = new PrintWriter(new StringWriter());
        require(Main.commandLine(new Wiring(InstantExecutor::new, (_, _) -> {}, out, out, new StopSignal())));
    }

    private static void require(CommandLine command) {
        String help = command.getUsageMessage();
        assertThat(help)
                .as(command.getCommandName())
                .containsPattern("Exit codes:\n +0 +\\S")
                .containsPattern("\n +1 +something unforeseen")
                .containsPattern("\n +2 +\\S")
                .containsPattern("\n +130 +stopped by Ctrl-C")
                .containsPattern("\n +143 +stopped by SIGTERM");
        command.getSubcommands().values().forEach(ExitCodeHelpTest::require);
    }

    @Test
    void aCommandsOwnWordsWin() {
        var help = new StringWriter();
        var out = new PrintWriter(help);
        Main.commandLine(new Wiring(InstantExecutor::new, (_, _) -> {}, out, out, new StopSignal()))
                .execute("run", "--help");
        assertThat(help.toString())
                .containsPattern("\n +0 +every trial of the study has a result")
                .containsPattern("\n +3 +some trials have no result: they failed")
                .containsPattern("\n +130 +stopped by Ctrl-C; the same command goes on from there");
    }
}
