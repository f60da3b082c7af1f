package dev.roilab.cli;

import dev.roilab.data.DataException;
import dev.roilab.data.check.FoldedLines;
import dev.roilab.run.RunOptions;
import dev.roilab.run.StudyRunner;
import dev.roilab.study.StudyPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code roilab data}, a group of commands about data sets. */
@Command(name = "data", description = "Look at the data of a study.", mixinStandardHelpOptions = true)
final class DataCommand {
    /** {@code roilab data lint}. */
    @Command(
            name = "lint",
            description =
                    "Check the data of a study: missing and unreadable files, bad boxes, unknown classes; ends with counts.",
            mixinStandardHelpOptions = true)
    static final class Lint implements Callable<Integer> {
        private final Wiring wiring;

        @Mixin
        private StudyOptions study = new StudyOptions();

        Lint(Wiring wiring) {
            this.wiring = wiring;
        }

        @Override
        public Integer call() {
            List<String> moved = new ArrayList<>();
            StudyPlan plan = study.planOfData(moved);
            // They are no matter of the data, and are not counted.
            moved.forEach(line -> wiring.out().println("note: " + line));
            try (var progress = ConsoleProgress.create(wiring.out())) {
                var options = RunOptions.in(Path.of("results"));
                var runner = new StudyRunner(wiring.executor().get(), progress, options);
                List<String> warnings;
                try {
                    warnings = runner.checkData(plan);
                } catch (DataException e) {
                    return failed(e);
                }
                print(warnings);
                runner.summaries(plan)
                        .forEach(lines -> lines.forEach(line -> wiring.out().println(line)));
                wiring.out().println(warnings.isEmpty() ? "no problems" : count(warnings, "warning") + ", no errors");
                return ExitCode.OK;
            }
        }

        private int failed(DataException failure) {
            print(failure.warnings());
            String errors = String.valueOf(failure.getMessage());
            wiring.err().println(errors);
            wiring.out().println(count(errors.lines().toList(), "error") + ", " + count(failure.warnings(), "warning"));
            return ExitCode.INPUT;
        }

        private void print(List<String> warnings) {
            warnings.forEach(warning -> wiring.out().println("warning: " + warning));
        }

        private static String count(List<String> lines, String noun) {
            int count = FoldedLines.count(lines);
            return (count == 0 ? "no" : count) + " " + noun + (count == 1 ? "" : "s");
        }
    }
}
