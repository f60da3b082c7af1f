package dev.roilab.cli;

import dev.roilab.run.key.Provenance;
import dev.roilab.tensor.Engines;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code roilab env}. */
@Command(
        name = "env",
        description =
                "Show what a bug report needs: commit, Java, machine, library versions, engines and their devices.",
        mixinStandardHelpOptions = true)
final class EnvironmentCommand implements Callable<Integer> {
    private final Wiring wiring;

    EnvironmentCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Provenance.ofThisRun().forEach((name, value) -> wiring.out().println(name + ": " + value));
        for (String engine : Engines.names()) {
            wiring.out().println("engine " + engine + ", devices: " + String.join(", ", Engines.devices(engine)));
            Engines.description(engine).forEach(line -> wiring.out().println("  " + line));
        }
        return ExitCode.OK;
    }
}
