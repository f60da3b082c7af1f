package dev.roilab.cli;

import dev.roilab.experiment.Provenance;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code roilab env}. */
@Command(
        name = "env",
        description = "Show what a bug report needs: commit, Java, machine and library versions.",
        mixinStandardHelpOptions = true)
final class EnvironmentCommand implements Callable<Integer> {
    private final Wiring wiring;

    EnvironmentCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Provenance.ofThisRun().forEach((name, value) -> wiring.out().println(name + ": " + value));
        return ExitCode.OK;
    }
}
