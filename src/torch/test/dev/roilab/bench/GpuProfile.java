package dev.roilab.bench;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the time of a work of {@code bench/gpu} goes on RoiLab's side: reads lines {@code PRECISION WORK REPETITIONS
 * SECONDS}, does the work for so many seconds, until the JVM has compiled it, and answers with a line an operation,
 * {@code NAME CALLS ASKED DONE}, then {@code rest}, {@code whole} and an empty line. ASKED are milliseconds until the
 * host had asked for it, DONE until the device had done it, one operation after the other.
 */
public final class GpuProfile {
    private static final double NANOSECONDS_A_SECOND = 1e9;

    private GpuProfile() {}

    /** Arguments: engine, device, threads, and {@code paper} or {@code small}. */
    static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        var sizes = PaperScale.Sizes.of(arguments[3]);
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                int threads = Integer.parseInt(arguments[2]);
                var times = new OperationTimes();
                try (Engine engine =
                                Engines.create(arguments[0], arguments[1], threads, PaperScale.precision(words[0]));
                        var scale = new PaperScale(times.of(engine), sizes)) {
                    Runnable work = scale.work(words[1]);
                    int repetitions = Integer.parseInt(words[2]);
                    settle(work, Double.parseDouble(words[3]));
                    var asked = times.measure(work, repetitions, false);
                    print(answers, asked, times.measure(work, repetitions, true));
                }
            }
        }
    }

    private static void settle(Runnable work, double seconds) {
        long start = System.nanoTime();
        while ((System.nanoTime() - start) / NANOSECONDS_A_SECOND < seconds) {
            work.run();
        }
    }

    private static void print(PrintStream answers, OperationTimes.Profile asked, OperationTimes.Profile done) {
        Map<String, Double> untilAsked = new TreeMap<>();
        asked.operations().forEach(row -> untilAsked.put(row.operation(), row.milliseconds()));
        for (OperationTimes.Row row : done.operations()) {
            double before = untilAsked.getOrDefault(row.operation(), 0.0);
            answers.println(line(row.operation(), row.calls(), before, row.milliseconds()));
        }
        answers.println(line("rest", 1, asked.rest(), done.rest()));
        answers.println(line("whole", 1, asked.whole(), done.whole()));
        answers.println();
        answers.flush();
    }

    private static String line(String name, int calls, double asked, double done) {
        return String.format(Locale.ROOT, "%s %d %.3f %.3f", name, calls, asked, done);
    }
}
