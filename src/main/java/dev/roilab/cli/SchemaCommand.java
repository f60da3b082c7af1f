package dev.roilab.cli;

import dev.roilab.study.schema.StudyReference;
import dev.roilab.study.schema.StudySchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code roilab schema}. */
@Command(
        name = "schema",
        description = "Write the JSON Schema of study files, for editors that complete and check them.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(names = "--reference", description = "Write the page docs/study-reference.md instead.")
    private boolean reference;

    SchemaCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        wiring.out().print(reference ? StudyReference.markdown() : StudySchema.json());
        wiring.out().flush();
        return ExitCode.OK;
    }
}
