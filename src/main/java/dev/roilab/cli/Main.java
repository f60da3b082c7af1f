package dev.roilab.cli;

import dev.roilab.data.DataException;
import dev.roilab.nn.WeightException;
import dev.roilab.report.ReportWriter;
import dev.roilab.result.StorageException;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.run.timing.TimingException;
import dev.roilab.study.SettingException;
import dev.roilab.yaml.YamlException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's entry: parses the command line, runs one command, exits with its code. */
@Command(
        name = "roilab",
        version = "roilab 0.1.0",
        description = "Measures which design decision of a region-based detector helps.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    static void main(String[] arguments) {
        Charset charset = System.out.charset();
        var out = new PrintWriter(System.out, true, charset);
        var err = new PrintWriter(System.err, true, charset);
        var stop = new StopSignal();
        Interruption interruption = Interruption.watch(stop, () -> stopped(arguments, err));
        int code = commandLine(wiring(out, err, stop)).execute(arguments);
        interruption.ended();
        System.exit(code);
    }

    /** A command that is left at once says so; the process that times for another is no command of a user. */
    private static void stopped(String[] arguments, PrintWriter err) {
        if (arguments.length > 0 && !arguments[0].equals(TimingCommand.NAME)) {
            err.println("stopped; every file that it has written is whole. To begin again: "
                    + CommandText.command(arguments));
        }
    }

    /** The parser with all commands, ready to execute; exit codes as in {@code roilab run --help}. */
    public static CommandLine commandLine(Wiring wiring) {
        var data = new CommandLine(new DataCommand())
                .addSubcommand(new DataCommand.Lint(wiring))
                .addSubcommand(new ProposalsCommand(wiring));
        var line = new CommandLine(new Main())
                .addSubcommand(new RunCommand(wiring))
                .addSubcommand(new PlanCommand(wiring))
                .addSubcommand(new ReportCommand(wiring))
                .addSubcommand(new ExplainCommand(wiring))
                .addSubcommand(new ReproduceCommand(wiring))
                .addSubcommand(new BenchCommand(wiring))
                .addSubcommand(new SchemaCommand(wiring))
                .addSubcommand(new CheckCommand(wiring))
                .addSubcommand(data)
                .addSubcommand(new TimingCommand(wiring))
                .addSubcommand(new EnvironmentCommand(wiring));
        ExitCodeHelp.addTo(line);
        return line.setOut(wiring.out())
                .setErr(wiring.err())
                .setExecutionExceptionHandler((failure, command, _) -> explain(failure, command, wiring.err()));
    }

    private static int explain(Exception failure, CommandLine command, PrintWriter err) {
        LOG.error("the command failed", failure);
        switch (failure) {
            case YamlException _, DataException _, SettingException _, WeightException _, InputException _ -> {
                err.println(failure.getMessage());
                return ExitCode.INPUT;
            }
            case InterruptedException _ -> {
                err.println("stopped; nothing is lost. Go on with: " + CommandText.here(command.getCommandSpec()));
                return ExitCode.STOPPED;
            }
            case UncheckedIOException _, StorageException _, TimingException _ -> err.println(failure.getMessage());
            default -> failure.printStackTrace(err);
        }
        return ExitCode.BROKEN;
    }

    private static Wiring wiring(PrintWriter out, PrintWriter err, StopSignal stop) {
        return new Wiring(
                () -> {
                    // Whatever needs it fails here, and not in the middle of the first trial.
                    CacheFolder.made(CacheFolder.own());
                    return new SystemTrials(
                            Optional.empty(),
                            CacheFolder.proposals(),
                            CacheFolder.artefacts(),
                            Runtime.getRuntime().availableProcessors());
                },
                (results, folder) -> new ReportWriter(out::println).write(results, folder),
                out,
                err,
                stop,
                Optional.of(new FreshJvm(stop)));
    }
}
