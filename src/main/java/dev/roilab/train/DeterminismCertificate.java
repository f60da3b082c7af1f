package dev.roilab.train;

import dev.roilab.train.OperationTrace.Operation;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of training a few steps twice from the same start.
 *
 * @param steps of each run
 * @param operations compared, each with all of its results
 * @param firstDifference the first operation whose result differs; empty: the runs are equal to the last bit
 */
public record DeterminismCertificate(int steps, int operations, Optional<String> firstDifference) {
    /** A run of a few steps that notes its operations. */
    @FunctionalInterface
    public interface Run {
        void train(OperationTrace trace) throws InterruptedException;
    }

    /** Runs twice and compares. */
    public static DeterminismCertificate of(int steps, Run run) throws InterruptedException {
        var first = new OperationTrace();
        run.train(first);
        var second = new OperationTrace();
        run.train(second);
        List<Operation> one = first.operations();
        List<Operation> other = second.operations();
        Optional<String> difference = OperationTrace.firstDifference(one, other).map(place -> {
            Operation operation = place < one.size() ? one.get(place) : other.get(place);
            return "operation %d of %d: %s, %s".formatted(place + 1, one.size(), operation.name(), operation.result());
        });
        return new DeterminismCertificate(steps, one.size(), difference);
    }

    /** In words, for the report: {@code bitwise} or what differs first. */
    public String text() {
        return firstDifference
                .map(operation ->
                        "none: in %d steps, trained twice, the first difference is %s".formatted(steps, operation))
                .orElse("bitwise: %d steps, trained twice, are equal in all %d operations"
                        .formatted(steps, operations));
    }
}
