package dev.roilab.bench;

import dev.roilab.eval.CocoAp;
import dev.roilab.eval.CocoResult;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageResult;
import dev.roilab.eval.VocAp;
import dev.roilab.eval.VocOptions;
import dev.roilab.eval.VocOptions.Interpolation;
import dev.roilab.eval.VocResult;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;

/** Average precision of made-up detections: shaken copies of the objects, three in five with their class. */
public class EvaluationBenchmark extends KernelBenchmark {
    private static final int IMAGES = 1000;
    private static final int DETECTIONS = 100;
    private static final int COCO_CLASSES = 80;
    private static final int VOC_CLASSES = 20;

    private final EvaluationInput coco = input(COCO_CLASSES);
    private final EvaluationInput voc = input(VOC_CLASSES);

    private static EvaluationInput input(int classes) {
        var random = new SplittableRandom(6);
        List<ImageResult> images = new ArrayList<>();
        for (int image = 0; image < IMAGES; image++) {
            List<GroundTruth> truths = new ArrayList<>();
            for (int count = random.nextInt(3, 12); count > 0; count--) {
                Box box = box(random, 500 * random.nextDouble(), 500 * random.nextDouble(), 75, 65);
                truths.add(new GroundTruth(random.nextInt(classes), box, box.area(), GroundTruth.Standing.COUNTED));
            }
            List<Detection> found = new ArrayList<>();
            for (int index = 0; index < DETECTIONS; index++) {
                GroundTruth truth = truths.get(random.nextInt(truths.size()));
                int label = random.nextDouble() < 0.6 ? truth.label() : random.nextInt(classes);
                Box box = box(
                        random, truth.box().x1(), truth.box().y1(), truth.box().width(), 12);
                found.add(new Detection(label, random.nextDouble(), box));
            }
            images.add(new ImageResult(String.valueOf(image), truths, found));
        }
        return new EvaluationInput(classes, images);
    }

    /** About square, each of its corners shaken by half the spread to either side. */
    private static Box box(SplittableRandom random, double x, double y, double side, double spread) {
        double left = x + spread * (random.nextDouble() - 0.5);
        double top = y + spread * (random.nextDouble() - 0.5);
        double width = Math.max(2, side + spread * (random.nextDouble() - 0.5));
        double height = Math.max(2, side + spread * (random.nextDouble() - 0.5));
        return new Box(left, top, left + width, top + height);
    }

    @Benchmark
    public CocoResult coco() {
        return CocoAp.evaluate(coco);
    }

    @Benchmark
    public VocResult voc() {
        return VocAp.evaluate(voc, VocOptions.continuous(0.5, Interpolation.AREA));
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        String title = switch (kernel) {
            case "coco" -> "COCO average precision";
            case "voc" -> "VOC average precision";
            default -> throw unknown(kernel);
        };
        int classes = kernel.equals("coco") ? COCO_CLASSES : VOC_CLASSES;
        String size = IMAGES + " images, " + DETECTIONS + " detections each, " + classes + " classes";
        return new Work(title, size, (double) IMAGES * DETECTIONS, Work.Unit.DETECTION);
    }
}
