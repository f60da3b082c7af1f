package dev.roilab.bench;

import dev.roilab.eval.CocoAp;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.eval.ImageResult;
import dev.roilab.eval.VocAp;
import dev.roilab.eval.VocOptions;
import dev.roilab.eval.VocOptions.Difficult;
import dev.roilab.eval.VocOptions.Interpolation;
import dev.roilab.eval.VocOptions.PixelConvention;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Reads boxes once, then evaluates them for every line that it is sent, and answers with the milliseconds and the
 * numbers that its peer gives too; {@code bench/peers/turns.py} starts it. Arguments: {@code coco} or {@code voc}, and
 * the file.
 *
 * <p>The file, big-endian: four ints (images, classes, truths, detections), then rows of eight doubles: image and class
 * from 1, x, y, width, height, the area of a truth or the score of a detection, and 1 for a difficult truth, else 0.
 */
final class EvaluationTurns {
    private EvaluationTurns() {}

    static void main(String[] arguments) throws IOException {
        EvaluationInput input = read(ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[1]))));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = System.out;
        while (lines.readLine() != null) {
            long start = System.nanoTime();
            List<Double> stats = stats(arguments[0], input);
            double milliseconds = (System.nanoTime() - start) / 1e6;
            String numbers = stats.stream().map(String::valueOf).collect(Collectors.joining(" "));
            out.println(String.format(Locale.ROOT, "%.2f %s", milliseconds, numbers));
            out.flush();
        }
    }

    private static List<Double> stats(String measure, EvaluationInput input) {
        return switch (measure) {
            case "coco" -> CocoAp.evaluate(input).stats();
            case "voc" -> {
                List<Double> averages = new ArrayList<>(voc(input, Interpolation.AREA));
                averages.addAll(voc(input, Interpolation.ELEVEN_POINTS));
                yield averages;
            }
            default -> throw new IllegalArgumentException("unknown measure " + measure + ", expected coco or voc");
        };
    }

    /** By class, as the VOC devkit does. */
    private static List<Double> voc(EvaluationInput input, Interpolation interpolation) {
        var options = new VocOptions(
                0.5, PixelConvention.INCLUSIVE, VocOptions.Overlap.AT_LEAST, Difficult.IGNORED, interpolation);
        return VocAp.evaluate(input, options).classes().stream()
                .map(result -> result.averagePrecision().orElse(Double.NaN))
                .toList();
    }

    private static EvaluationInput read(ByteBuffer bytes) {
        int images = bytes.getInt();
        int classes = bytes.getInt();
        int truths = bytes.getInt();
        int detections = bytes.getInt();
        List<List<GroundTruth>> objects = new ArrayList<>();
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            objects.add(new ArrayList<>());
            found.add(new ArrayList<>());
        }
        for (int i = 0; i < truths; i++) {
            int image = (int) bytes.getDouble() - 1;
            int label = (int) bytes.getDouble() - 1;
            Box box = box(bytes);
            double area = bytes.getDouble();
            Standing standing = bytes.getDouble() == 0 ? Standing.COUNTED : Standing.DIFFICULT;
            objects.get(image).add(new GroundTruth(label, box, area, standing));
        }
        for (int i = 0; i < detections; i++) {
            int image = (int) bytes.getDouble() - 1;
            int label = (int) bytes.getDouble() - 1;
            Box box = box(bytes);
            found.get(image).add(new Detection(label, bytes.getDouble(), box));
            bytes.getDouble();
        }
        List<ImageResult> results = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            results.add(new ImageResult(String.valueOf(i + 1), objects.get(i), found.get(i)));
        }
        return new EvaluationInput(classes, results);
    }

    private static Box box(ByteBuffer bytes) {
        double x = bytes.getDouble();
        double y = bytes.getDouble();
        double width = bytes.getDouble();
        double height = bytes.getDouble();
        return new Box(x, y, x + width, y + height);
    }
}
