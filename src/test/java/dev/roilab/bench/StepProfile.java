package dev.roilab.bench;

import dev.roilab.tensor.Precision;
import dev.roilab.tensor.cpu.CpuEngine;

/**
 * Where the time of a training step or an inference goes, by operation of the engine; what no operation accounts for is
 * the rest. Arguments: the work as {@code step/resnet18-c4} or {@code step/resnet18-c4/bf16}, repetitions, threads.
 */
public final class StepProfile {
    private StepProfile() {}

    public static void main(String[] arguments) {
        var times = new OperationTimes();
        OperationTimes.Profile profile;
        Precision precision = arguments[0].endsWith("/bf16") ? Precision.BF16 : Precision.F32;
        try (var engine = CpuEngine.create(Integer.parseInt(arguments[2]), precision)) {
            PeerServer.Work work = PeerWorks.network(times.of(engine), arguments[0]);
            profile = times.measure(work::run, Integer.parseInt(arguments[1]), false);
        }
        for (OperationTimes.Row row : profile.operations()) {
            System.out.printf("%9.2f ms %5d calls  %s%n", row.milliseconds(), row.calls(), row.operation());
        }
        System.out.printf("%9.2f ms              rest%n%9.2f ms              whole%n", profile.rest(), profile.whole());
    }
}
