package dev.roilab.bench;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Precision;
import dev.roilab.tensor.cpu.CpuEngine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the time of a training step or an inference goes, by operation of the engine; what no operation accounts for is
 * the rest. Arguments: the work as {@code step/resnet18-c4} or {@code step/resnet18-c4/bf16}, repetitions, threads.
 */
public final class StepProfile {
    private static final double MILLISECONDS_A_NANOSECOND = 1e-6;

    private final Map<String, double[]> millis = new LinkedHashMap<>();
    private final Map<String, Integer> calls = new LinkedHashMap<>();
    private final double[] whole;

    private int repetition;

    private StepProfile(int repetitions) {
        whole = new double[repetitions];
    }

    public static void main(String[] arguments) {
        int repetitions = Integer.parseInt(arguments[1]);
        var profile = new StepProfile(repetitions);
        Precision precision = arguments[0].endsWith("/bf16") ? Precision.BF16 : Precision.F32;
        try (var engine = CpuEngine.create(Integer.parseInt(arguments[2]), precision)) {
            profile.measure(DetectorWorks.create(profile.timed(engine), arguments[0]));
        }
        profile.print();
    }

    private void measure(PeerServer.Work work) {
        int warmUp = Math.max(3, whole.length / 2);
        for (int round = 0; round < warmUp; round++) {
            work.run();
        }
        millis.clear();
        for (repetition = 0; repetition < whole.length; repetition++) {
            calls.clear();
            long start = System.nanoTime();
            work.run();
            whole[repetition] = (System.nanoTime() - start) * MILLISECONDS_A_NANOSECOND;
        }
    }

    private Engine timed(Engine engine) {
        InvocationHandler handler = (_, method, arguments) -> {
            long start = System.nanoTime();
            try {
                return method.invoke(engine, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            } finally {
                double[] row = millis.computeIfAbsent(method.getName(), _ -> new double[whole.length]);
                row[Math.min(repetition, whole.length - 1)] += (System.nanoTime() - start) * MILLISECONDS_A_NANOSECOND;
                calls.merge(method.getName(), 1, Integer::sum);
            }
        };
        return (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, handler);
    }

    private void print() {
        double[] rest = whole.clone();
        var rows = millis.entrySet().stream()
                .sorted(Comparator.comparingDouble(row -> -median(row.getValue())))
                .toList();
        for (var row : rows) {
            for (int round = 0; round < rest.length; round++) {
                rest[round] -= row.getValue()[round];
            }
            int count = calls.getOrDefault(row.getKey(), 0);
            System.out.printf("%9.2f ms %5d calls  %s%n", median(row.getValue()), count, row.getKey());
        }
        System.out.printf("%9.2f ms              rest%n%9.2f ms              whole%n", median(rest), median(whole));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
