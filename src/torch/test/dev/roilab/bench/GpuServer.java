package dev.roilab.bench;

import dev.roilab.tensor.Engines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * RoiLab's side of the timings of {@code bench/gpu}: reads lines {@code PRECISION WORK REPETITIONS}, such as
 * {@code tf32 step/vgg16/2 5}, and answers with the milliseconds of every repetition, then the device's memory taken in
 * megabytes. What the line before set up is torn down when precision or work change.
 */
public final class GpuServer {
    private static final double MILLISECONDS_A_NANOSECOND = 1e-6;

    private GpuServer() {}

    /** Arguments: engine, device, threads, and {@code paper} or {@code small}. */
    static void main(String[] arguments) throws IOException {
        // Libraries greet on the standard output; the answers alone belong there.
        PrintStream answers = System.out;
        System.setOut(System.err);
        var sizes = PaperScale.Sizes.of(arguments[3]);
        Optional<PaperScale> scale = Optional.empty();
        Runnable work = () -> {};
        String known = "";
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                String wanted = words[0] + " " + words[1];
                if (!wanted.equals(known)) {
                    scale.ifPresent(PaperScale::close);
                    int threads = Integer.parseInt(arguments[2]);
                    var made = new PaperScale(
                            Engines.create(arguments[0], arguments[1], threads, PaperScale.precision(words[0])), sizes);
                    scale = Optional.of(made);
                    work = made.work(words[1]);
                    known = wanted;
                }
                answers.println(times(work, Integer.parseInt(words[2]))
                        + scale.map(PaperScale::takenMegabytes).orElse(0L));
                answers.flush();
            }
        } finally {
            scale.ifPresent(PaperScale::close);
        }
    }

    private static String times(Runnable work, int repetitions) {
        var answer = new StringBuilder();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            long start = System.nanoTime();
            work.run();
            answer.append((System.nanoTime() - start) * MILLISECONDS_A_NANOSECOND)
                    .append(' ');
        }
        return answer.toString();
    }
}
