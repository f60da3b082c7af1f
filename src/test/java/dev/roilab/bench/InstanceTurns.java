package dev.roilab.bench;

import dev.roilab.eval.FoundInstance;
import dev.roilab.eval.FoundKeyPoints;
import dev.roilab.eval.FoundMask;
import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.eval.ImageInstances;
import dev.roilab.eval.InstanceInput;
import dev.roilab.eval.KeyPointAp;
import dev.roilab.eval.KeyPointSigmas;
import dev.roilab.eval.MaskAp;
import dev.roilab.eval.TrueInstance;
import dev.roilab.eval.TrueKeyPoints;
import dev.roilab.eval.TrueMask;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.geometry.mask.RunLengthMask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads masks or key points once, then evaluates them for every line that it is sent, and answers with the milliseconds
 * and COCO's numbers; {@code bench/peers/instance_eval.py} starts it and writes the file. Arguments: {@code masks} or
 * {@code key-points}, and the file.
 */
final class InstanceTurns {
    private static final int FIRST_OWN = 4;
    private static final int SIDES = 4;

    private InstanceTurns() {}

    static void main(String[] arguments) throws IOException {
        List<String[]> rows = Files.readAllLines(Path.of(arguments[1])).stream()
                .map(line -> line.split(" ", -1))
                .toList();
        Supplier<List<Double>> evaluation = evaluation(arguments[0], rows);
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = System.out;
        while (lines.readLine() != null) {
            long start = System.nanoTime();
            List<Double> stats = evaluation.get();
            double milliseconds = (System.nanoTime() - start) / 1e6;
            String numbers = stats.stream().map(String::valueOf).collect(Collectors.joining(" "));
            out.println(String.format(Locale.ROOT, "%.2f %s", milliseconds, numbers));
            out.flush();
        }
    }

    private static Supplier<List<Double>> evaluation(String measure, List<String[]> rows) {
        int height = Integer.parseInt(rows.getFirst()[2]);
        int width = Integer.parseInt(rows.getFirst()[3]);
        return switch (measure) {
            case "masks" -> {
                InstanceInput<TrueMask, FoundMask> input = input(
                        rows,
                        row -> new TrueMask(label(row), mask(row, height, width), number(row, 3), Standing.COUNTED),
                        row -> FoundMask.of(label(row), number(row, 3), mask(row, height, width)));
                yield () -> MaskAp.evaluate(input).stats();
            }
            case "key-points" -> {
                InstanceInput<TrueKeyPoints, FoundKeyPoints> input = input(
                        rows,
                        row -> new TrueKeyPoints(label(row), points(row), box(row), number(row, 3), Standing.COUNTED),
                        row -> new FoundKeyPoints(label(row), number(row, 3), points(row), around(points(row))));
                yield () ->
                        KeyPointAp.evaluate(input, KeyPointSigmas.COCO_PERSON).keyPointStats();
            }
            default ->
                throw new IllegalArgumentException("unknown measure " + measure + ", expected masks or key-points");
        };
    }

    private static <T extends TrueInstance, D extends FoundInstance> InstanceInput<T, D> input(
            List<String[]> rows, Function<String[], T> truths, Function<String[], D> detections) {
        int images = Integer.parseInt(rows.getFirst()[0]);
        List<List<T>> objects = new ArrayList<>();
        List<List<D>> found = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            objects.add(new ArrayList<>());
            found.add(new ArrayList<>());
        }
        for (String[] row : rows.subList(1, rows.size())) {
            int image = Integer.parseInt(row[1]) - 1;
            if (row[0].equals("t")) {
                objects.get(image).add(truths.apply(row));
            } else {
                found.get(image).add(detections.apply(row));
            }
        }
        return new InstanceInput<>(
                Integer.parseInt(rows.getFirst()[1]),
                IntStream.range(0, images)
                        .mapToObj(image ->
                                new ImageInstances<>(String.valueOf(image + 1), objects.get(image), found.get(image)))
                        .toList());
    }

    private static int label(String[] row) {
        return Integer.parseInt(row[2]) - 1;
    }

    private static double number(String[] row, int place) {
        return Double.parseDouble(row[place]);
    }

    private static RunLengthMask mask(String[] row, int height, int width) {
        return RunLengthMask.ofCompressed(height, width, row[FIRST_OWN]);
    }

    private static Box box(String[] row) {
        double x = number(row, FIRST_OWN);
        double y = number(row, FIRST_OWN + 1);
        return new Box(x, y, x + number(row, FIRST_OWN + 2), y + number(row, FIRST_OWN + 3));
    }

    private static List<KeyPoint> points(String[] row) {
        List<KeyPoint> points = new ArrayList<>();
        for (int at = FIRST_OWN + SIDES; at < row.length; at += 3) {
            points.add(
                    new KeyPoint(number(row, at), number(row, at + 1), Visibility.ofCode((int) number(row, at + 2))));
        }
        return points;
    }

    /** pycocotools takes the area of a result without a box from its key points. */
    private static Box around(List<KeyPoint> points) {
        return new Box(
                points.stream().mapToDouble(KeyPoint::x).min().orElseThrow(),
                points.stream().mapToDouble(KeyPoint::y).min().orElseThrow(),
                points.stream().mapToDouble(KeyPoint::x).max().orElseThrow(),
                points.stream().mapToDouble(KeyPoint::y).max().orElseThrow());
    }
}
