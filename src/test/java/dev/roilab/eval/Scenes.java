package dev.roilab.eval;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Test sets, made by hand and at random. Random coordinates are multiples of an eighth, so that overlaps are computed
 * without rounding and no twin disagrees about a box at a threshold.
 */
final class Scenes {
    private static final int SEEDS = 60;
    private static final List<Standing> STANDINGS =
            List.of(Standing.COUNTED, Standing.COUNTED, Standing.COUNTED, Standing.DIFFICULT, Standing.CROWD);

    private Scenes() {}

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    static GroundTruth truth(double x1, double y1, double x2, double y2) {
        return truth(0, Standing.COUNTED, new Box(x1, y1, x2, y2));
    }

    static GroundTruth truth(int label, Standing standing, Box box) {
        return new GroundTruth(label, box, box.area(), standing);
    }

    static Detection found(double score, double x1, double y1, double x2, double y2) {
        return new Detection(0, score, new Box(x1, y1, x2, y2));
    }

    /** One image, one class. */
    static EvaluationInput single(List<GroundTruth> truths, List<Detection> detections) {
        return new EvaluationInput(1, List.of(new ImageResult("a", truths, detections)));
    }

    /** Up to 6 images of 3 classes, every standing and size; scores are eighths, so that many are equal. */
    static EvaluationInput random(long seed) {
        return random(seed, 8);
    }

    /** The same with so finely divided scores that they all differ. */
    static EvaluationInput randomWithDistinctScores(long seed) {
        return random(seed, 1 << 30);
    }

    private static EvaluationInput random(long seed, int scores) {
        var random = new SplittableRandom(seed);
        List<ImageResult> images = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int image = 0; image < count; image++) {
            List<GroundTruth> truths = new ArrayList<>();
            for (int left = random.nextInt(7); left > 0; left--) {
                Standing standing = STANDINGS.get(random.nextInt(STANDINGS.size()));
                truths.add(truth(random.nextInt(3), standing, box(random)));
            }
            List<Detection> detections = new ArrayList<>();
            for (int left = random.nextInt(14); left > 0; left--) {
                boolean near = !truths.isEmpty() && random.nextInt(4) > 0;
                GroundTruth truth = near
                        ? truths.get(random.nextInt(truths.size()))
                        : truth(random.nextInt(3), Standing.COUNTED, box(random));
                int label = random.nextInt(6) == 0 ? random.nextInt(3) : truth.label();
                detections.add(
                        new Detection(label, random.nextInt(scores) / (double) scores, shake(random, truth.box())));
            }
            images.add(new ImageResult("image " + image, truths, detections));
        }
        return new EvaluationInput(3, images);
    }

    private static Box box(SplittableRandom random) {
        double side = 16 << random.nextInt(4);
        double x = random.nextInt(400) / 4.0;
        double y = random.nextInt(400) / 4.0;
        return new Box(x, y, x + side + random.nextInt(80) / 4.0, y + side + random.nextInt(80) / 4.0);
    }

    private static Box shake(SplittableRandom random, Box box) {
        int most = 1 + (int) box.width();
        return new Box(
                box.x1() + random.nextInt(-most, most) / 8.0,
                box.y1() + random.nextInt(-most, most) / 8.0,
                box.x2() + random.nextInt(-most, most) / 8.0,
                box.y2() + random.nextInt(-most, most) / 8.0);
    }

    static EvaluationInput mapDetections(EvaluationInput input, UnaryOperator<Detection> change) {
        return mapImages(
                input,
                image -> new ImageResult(
                        image.id(),
                        image.truths(),
                        image.detections().stream().map(change).toList()));
    }

    static EvaluationInput mapImages(EvaluationInput input, UnaryOperator<ImageResult> change) {
        return new EvaluationInput(
                input.classes(), input.images().stream().map(change).toList());
    }
}
