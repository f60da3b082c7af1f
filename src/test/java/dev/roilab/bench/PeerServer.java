package dev.roilab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * RoiLab's side of {@code bench/peers/peers.py}: reads the name of a piece of work and how often to do it, a line each,
 * and answers with the milliseconds of every repetition. The peer's repetitions run in between.
 */
public final class PeerServer {
    private static final double MILLISECONDS_A_NANOSECOND = 1e-6;

    private PeerServer() {}

    public static void main(String[] arguments) throws IOException {
        int threads = Integer.parseInt(arguments[0]);
        // Libraries greet on the standard output; the answers alone belong there.
        PrintStream answers = System.out;
        System.setOut(System.err);
        Map<String, Work> open = new TreeMap<>();
        try (var works = new PeerWorks(threads);
                var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                Work work = open.computeIfAbsent(line.substring(0, space), works::create);
                int repetitions = Integer.parseInt(line.substring(space + 1));
                var answer = new StringBuilder();
                for (int repetition = 0; repetition < repetitions; repetition++) {
                    long start = System.nanoTime();
                    work.run();
                    answer.append((System.nanoTime() - start) * MILLISECONDS_A_NANOSECOND)
                            .append(' ');
                }
                answers.println(answer.toString().trim());
                answers.flush();
            }
        }
    }

    /** One repetition. */
    @FunctionalInterface
    interface Work {
        void run();
    }
}
