package dev.roilab.bench;

import dev.roilab.eval.CocoAp;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageResult;
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
 * Reads boxes once, then evaluates them as COCO does for every line that it is sent, and answers with the milliseconds
 * and the twelve numbers; {@code bench/peers/coco_eval.py} starts it.
 *
 * <p>The file, big-endian: four ints (images, classes, truths, detections), then rows of seven doubles: image and class
 * from 1, x, y, width, height, and the area of a truth or the score of a detection.
 */
final class CocoEvaluationTurns {
    private CocoEvaluationTurns() {}

    static void main(String[] arguments) throws IOException {
        EvaluationInput input = read(ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[0]))));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = System.out;
        while (lines.readLine() != null) {
            long start = System.nanoTime();
            List<Double> stats = CocoAp.evaluate(input).stats();
            double milliseconds = (System.nanoTime() - start) / 1e6;
            String numbers = stats.stream().map(String::valueOf).collect(Collectors.joining(" "));
            out.println(String.format(Locale.ROOT, "%.2f %s", milliseconds, numbers));
            out.flush();
        }
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
            objects.get(image).add(new GroundTruth(label, box, bytes.getDouble(), GroundTruth.Standing.COUNTED));
        }
        for (int i = 0; i < detections; i++) {
            int image = (int) bytes.getDouble() - 1;
            int label = (int) bytes.getDouble() - 1;
            Box box = box(bytes);
            found.get(image).add(new Detection(label, bytes.getDouble(), box));
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
