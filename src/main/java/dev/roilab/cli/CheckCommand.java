package dev.roilab.cli;

import dev.roilab.claim.ClaimVerdict;
import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.claim.Claims;
import dev.roilab.result.StudyResults;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code roilab check}. */
@Command(
        name = "check",
        description = "Put the claims of a study to the test of its results; trains nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every claim is supported",
            "2:a mistake in the study, no results, or no claims",
            "4:a claim is contradicted",
            "5:no claim is contradicted, but some are undecided, or hints from fewer than five seeds"
        })
final class CheckCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(index = "0", paramLabel = "STUDY", converter = StudyPath.class, description = StudyPath.OR_RESULTS)
    private Path study = Path.of("");

    @Mixin
    private StoredResults results = new StoredResults();

    CheckCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        StudyResults stored = results.of(study, wiring);
        List<ClaimVerdict> verdicts = Claims.check(stored);
        if (verdicts.isEmpty()) {
            throw new InputException(study + " claims nothing; add, for example:\n"
                    + "claims:\n  - {that: ap75(align) > ap75(pool), source: who says so}");
        }
        verdicts.forEach(verdict -> wiring.out().println(line(verdict)));
        List<String> uncounted = Claims.uncounted(stored);
        if (!uncounted.isEmpty()) {
            wiring.out().println("not counted, for want of a result:");
            uncounted.forEach(line -> wiring.out().println("  " + line));
            wiring.out().println("to complete them: " + CommandText.stored(stored.command()));
        }
        if (verdicts.stream().anyMatch(verdict -> verdict.outcome() == Outcome.CONTRADICTED)) {
            return ExitCode.CLAIM_CONTRADICTED;
        }
        return verdicts.stream().allMatch(verdict -> verdict.outcome() == Outcome.SUPPORTED)
                ? ExitCode.OK
                : ExitCode.CLAIM_UNDECIDED;
    }

    private static String line(ClaimVerdict verdict) {
        StringBuilder line = new StringBuilder();
        line.append("%-12s".formatted(verdict.outcome().words()));
        line.append(' ').append(verdict.claim().that());
        verdict.claim().where().ifPresent(where -> line.append(" where ").append(where));
        line.append(": ").append(verdict.seen());
        if (!verdict.needed().isEmpty()) {
            line.append("; would decide: ").append(verdict.needed());
        }
        return line.toString();
    }
}
