package dev.roilab.bench;

import dev.roilab.bench.DetectorWorks.Size;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.cpu.CpuEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * How the time of Fast R-CNN grows with the image's area, the regions and the channels: a table of each with the slope
 * of the logarithms. Arguments: threads, the Markdown file to write.
 */
public final class Scaling {
    private static final double MILLISECONDS_A_NANOSECOND = 1e-6;
    private static final int ROUNDS = 7;

    private final int threads;
    private final StringBuilder text = new StringBuilder();

    private Scaling(int threads) {
        this.threads = threads;
    }

    public static void main(String[] arguments) throws IOException {
        var scaling = new Scaling(Integer.parseInt(arguments[0]));
        scaling.write();
        Path file = Path.of(arguments[1]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, scaling.text.toString());
    }

    private void write() {
        text.append("# How the cost grows\n\nFast R-CNN on the CPU engine, f32, ")
                .append(threads)
                .append(" threads, medians of ")
                .append(ROUNDS)
                .append(" rounds in turns. The exponent is the slope of a line through the logarithms: 1 where twice")
                .append(" the work takes twice the time, less where a fixed part weighs.\n");
        table("Training step of ResNet-18-C4 over image area, 128 RoIs", "area", areas(), this::resnetStep);
        table("Training step of ResNet-18-C4 over RoIs, 2 images of 400 x 512", "RoIs", regions(), this::resnetStep);
        table("Inference of ResNet-18-C4 over RoIs, one image of 400 x 512", "RoIs", regions(), this::inference);
        table("Training step of VGG16 over channels, 2 images of 200 x 256, 64 RoIs", "width", widths(), this::vggStep);
    }

    /** @param amount what the table's first column shows and the exponent refers to */
    private record Case(double amount, Size size) {}

    private static List<Case> areas() {
        return List.of(
                new Case(1, new Size(400, 512, 128, 1)),
                new Case(2, new Size(560, 736, 128, 1)),
                new Case(4, new Size(800, 1024, 128, 1)));
    }

    private static List<Case> regions() {
        return List.of(
                new Case(64, new Size(400, 512, 64, 1)),
                new Case(256, new Size(400, 512, 256, 1)),
                new Case(1000, new Size(400, 512, 1000, 1)),
                new Case(2000, new Size(400, 512, 2000, 1)));
    }

    private static List<Case> widths() {
        return List.of(
                new Case(0.25, new Size(200, 256, 64, 0.25)),
                new Case(0.5, new Size(200, 256, 64, 0.5)),
                new Case(1, new Size(200, 256, 64, 1)));
    }

    private PeerServer.Work resnetStep(Engine engine, Size size) {
        return DetectorWorks.step(engine, "resnet18-c4", size);
    }

    private PeerServer.Work vggStep(Engine engine, Size size) {
        return DetectorWorks.step(engine, "vgg16", size);
    }

    private PeerServer.Work inference(Engine engine, Size size) {
        return DetectorWorks.inference(engine, "resnet18-c4", size);
    }

    private void table(String title, String column, List<Case> cases, BiFunction<Engine, Size, PeerServer.Work> maker) {
        double[] times = measure(cases, maker);
        text.append("\n## ").append(title).append("\n\n| ").append(column).append(" | ms | over the first |\n");
        text.append("|--:|--:|--:|\n");
        for (int index = 0; index < times.length; index++) {
            double amount = cases.get(index).amount();
            text.append("| %s | %.1f | %.2f |%n".formatted(label(amount), times[index], times[index] / times[0]));
        }
        text.append("%nExponent: %.2f.%n".formatted(slope(cases, times)));
        System.out.print(text.substring(text.indexOf("## " + title)));
    }

    private static String label(double amount) {
        return amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
    }

    private double[] measure(List<Case> cases, BiFunction<Engine, Size, PeerServer.Work> maker) {
        try (Engine engine = CpuEngine.create(threads)) {
            List<PeerServer.Work> works = new ArrayList<>();
            cases.forEach(one -> works.add(maker.apply(engine, one.size())));
            double[][] times = new double[works.size()][ROUNDS];
            for (int round = -2; round < ROUNDS; round++) {
                for (int index = 0; index < times.length; index++) {
                    long start = System.nanoTime();
                    works.get(index).run();
                    times[index][Math.max(0, round)] = (System.nanoTime() - start) * MILLISECONDS_A_NANOSECOND;
                }
            }
            return Arrays.stream(times).mapToDouble(Scaling::median).toArray();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Least squares of log time over log amount. */
    private static double slope(List<Case> cases, double[] times) {
        double[] x = cases.stream().mapToDouble(one -> Math.log(one.amount())).toArray();
        double[] y = Arrays.stream(times).map(Math::log).toArray();
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int index = 0; index < x.length; index++) {
            products += (x[index] - meanX) * (y[index] - meanY);
            squares += (x[index] - meanX) * (x[index] - meanX);
        }
        return products / squares;
    }
}
