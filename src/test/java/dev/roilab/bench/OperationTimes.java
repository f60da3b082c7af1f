package dev.roilab.bench;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.WatchedEngine;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The time that each operation of an engine takes within a work. */
final class OperationTimes {
    private static final double MILLISECONDS_A_NANOSECOND = 1e-6;
    private static final int LEAST_WARM_UPS = 3;

    private final Map<String, double[]> milliseconds = new LinkedHashMap<>();
    private final Map<String, Integer> calls = new LinkedHashMap<>();
    private double[] whole = new double[1];
    private int repetition;
    private boolean waiting;

    /** One operation: calls of one repetition and their milliseconds together. */
    record Row(String operation, int calls, double milliseconds) {}

    /**
     * Medians over the repetitions.
     *
     * @param operations the longest first
     * @param rest milliseconds that no operation accounts for
     * @param whole milliseconds of a repetition
     */
    record Profile(List<Row> operations, double rest, double whole) {}

    /** The engine with a clock at every operation. */
    Engine of(Engine engine) {
        return WatchedEngine.of(engine, (method, _, call) -> {
            long start = System.nanoTime();
            try {
                Object result = call.run();
                if (waiting && !method.getName().equals("close")) {
                    engine.synchronize();
                }
                return result;
            } finally {
                double[] row = milliseconds.computeIfAbsent(method.getName(), _ -> new double[whole.length]);
                row[Math.min(repetition, whole.length - 1)] += since(start);
                calls.merge(method.getName(), 1, Integer::sum);
            }
        });
    }

    /**
     * Times a work on {@link #of}'s engine, after at least three repetitions and half of what is asked for to warm up.
     *
     * @param waits each operation until the device has done it; otherwise until it has been asked for, which shows what
     *     the host takes
     */
    Profile measure(Runnable work, int repetitions, boolean waits) {
        waiting = waits;
        for (int round = 0; round < Math.max(LEAST_WARM_UPS, repetitions / 2); round++) {
            work.run();
        }
        milliseconds.clear();
        whole = new double[repetitions];
        for (repetition = 0; repetition < repetitions; repetition++) {
            calls.clear();
            long start = System.nanoTime();
            work.run();
            whole[repetition] = since(start);
        }
        return profile();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) * MILLISECONDS_A_NANOSECOND;
    }

    private Profile profile() {
        double[] rest = whole.clone();
        milliseconds.values().forEach(row -> Arrays.setAll(rest, round -> rest[round] - row[round]));
        List<Row> rows = milliseconds.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), calls.getOrDefault(entry.getKey(), 0), median(entry.getValue())))
                .sorted(Comparator.comparingDouble((Row row) -> -row.milliseconds()))
                .toList();
        return new Profile(rows, median(rest), median(whole));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
