package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.run.InstantExecutor;
import dev.roilab.run.executor.StopSignal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Commands on the screen begin as this program was called, those in results as in the project's folder. */
class CommandTextTest {
    private static final String LAUNCHER = "roilab.launcher";

    /** The engine's build that this one runs in is part of a command, too. */
    private static final String BUILD = Optional.ofNullable(System.getenv("ROILAB_PROFILES"))
            .filter(profiles -> !profiles.isEmpty())
            .map(profiles -> "ROILAB_PROFILES=" + profiles + " ")
            .orElse("");

    @AfterEach
    void asBefore() {
        System.clearProperty(LAUNCHER);
    }

    @Test
    void aCommandOnTheScreenCanBeTypedInTheFolderWhereItWasTyped() {
        System.setProperty(LAUNCHER, "../my project/roilab");
        var out = new PrintWriter(new StringWriter());
        CommandLine line = Main.commandLine(new Wiring(InstantExecutor::new, (_, _) -> {}, out, out, new StopSignal()));
        line.parseArgs("run", "quickstart", "--set", "seeds=[1, 2]");
        String arguments = " run quickstart --set 'seeds=[1, 2]'";
        assertThat(CommandText.here(line.getCommandSpec())).isEqualTo(BUILD + "'../my project/roilab'" + arguments);
        assertThat(CommandText.of(line.getCommandSpec())).isEqualTo("./roilab" + arguments);
        assertThat(CommandText.command("run", "a b.yaml")).isEqualTo(BUILD + "'../my project/roilab' run 'a b.yaml'");
        assertThat(CommandText.stored("./roilab run x")).isEqualTo(BUILD + "'../my project/roilab' run x");
        assertThat(CommandText.stored("another tool")).isEqualTo("another tool");
    }

    @Test
    void aCommandComesApartIntoTheWordsThatItWasMadeOf() {
        List<String> words = List.of("run", "a b.yaml", "--set", "question=It's \\ 'so'", "");
        assertThat(CommandText.split(CommandText.shared(words)).subList(1, 6)).isEqualTo(words);
    }

    @Test
    void withoutALauncherItIsTheProjects() {
        assertThat(CommandText.command("run", "x")).isEqualTo(BUILD + "./roilab run x");
    }
}
