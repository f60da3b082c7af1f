package dev.roilab.bench;

import dev.roilab.data.TrueObject;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.detect.region.RegionSampler;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.geometry.Detection;
import dev.roilab.geometry.Nms;
import dev.roilab.timing.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;

/** Boxes: suppression, overlaps, coding, and what is made of them for training and testing. */
public class BoxBenchmark extends KernelBenchmark {
    private static final int CANDIDATES = 6000;
    private static final int PROPOSALS = 2000;
    private static final int OBJECTS = 20;
    private static final int CLASSES = 20;
    private static final int DRAWN = 64;
    private static final Box IMAGE = new Box(0, 0, 1000, 600);

    private final BoxCoder coder = new BoxCoder(List.of(0.1, 0.1, 0.2, 0.2));
    private final RegionSampler sampler = new RegionSampler(0.25, 0.5, 0.1, 0.5);
    private final Postprocessor postprocessor = new Postprocessor(coder, new PostprocessingSettings(0.05, 0.3, 100));
    private final SplittableRandom random = new SplittableRandom(3);
    private final double[] candidates = new double[4 * CANDIDATES];
    private final double[] scores = random.doubles(CANDIDATES).toArray();
    private final List<Box> proposals = boxes(PROPOSALS);
    private final List<TrueObject> objects = boxes(OBJECTS).stream()
            .map(box -> new TrueObject(random.nextInt(CLASSES), box, false))
            .toList();
    private final float[] offsets = new float[4 * PROPOSALS * (CLASSES + 1)];
    private final float[] probabilities = new float[PROPOSALS * (CLASSES + 1)];

    public BoxBenchmark() {
        float[] rows = PeerWorks.regions(CANDIDATES, 1, 700, 500, 250);
        for (int side = 0; side < candidates.length; side++) {
            candidates[side] = rows[side / 4 * 5 + 1 + side % 4];
        }
        for (int index = 0; index < offsets.length; index++) {
            offsets[index] = (float) random.nextGaussian();
        }
        for (int region = 0; region < PROPOSALS; region++) {
            // Background, and one class that the network believes in.
            probabilities[region * (CLASSES + 1)] = 0.4f;
            probabilities[region * (CLASSES + 1) + 1 + random.nextInt(CLASSES)] = 0.6f;
        }
    }

    /** Shaken copies of some tens of boxes, as proposals are. */
    private static List<Box> boxes(int count) {
        var random = new SplittableRandom(4);
        List<Box> boxes = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            double x = 45 * (index % OBJECTS) + random.nextDouble() * 30;
            double y = 20 * (index % OBJECTS) + random.nextDouble() * 30;
            double width = 60 + random.nextDouble() * 60;
            boxes.add(new Box(x, y, x + width, y + 60 + random.nextDouble() * 60).clip(IMAGE.x2(), IMAGE.y2()));
        }
        return boxes;
    }

    @Benchmark
    public int[] nms() {
        return Nms.keep(candidates, scores, 0.7);
    }

    @Benchmark
    public double[] iouMatrix() {
        double[] overlaps = new double[PROPOSALS * OBJECTS];
        int next = 0;
        for (Box proposal : proposals) {
            for (TrueObject object : objects) {
                overlaps[next++] = proposal.iou(object.box());
            }
        }
        return overlaps;
    }

    @Benchmark
    public List<RegionSampler.Region> matchAndDraw() {
        return sampler.sample(proposals, objects, DRAWN, new SplittableRandom(5));
    }

    @Benchmark
    public double encode() {
        double sum = 0;
        for (int index = 0; index < PROPOSALS; index++) {
            sum += coder.encode(
                            proposals.get(index), objects.get(index % OBJECTS).box())[0];
        }
        return sum;
    }

    @Benchmark
    public double decode() {
        double sum = 0;
        for (int index = 0; index < PROPOSALS; index++) {
            sum += coder.decode(proposals.get(index), offsets, 4 * index).x1();
        }
        return sum;
    }

    @Benchmark
    public List<Detection> detections() {
        return postprocessor.detections(proposals, probabilities, offsets, IMAGE.x2(), IMAGE.y2(), Stages.UNTIMED);
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        String pairs = PROPOSALS + " proposals, " + OBJECTS + " objects";
        double overlaps = (double) PROPOSALS * OBJECTS;
        return switch (kernel) {
            case "nms" ->
                new Work("non-maximum suppression, IoU 0.7", CANDIDATES + " boxes", CANDIDATES, Work.Unit.BOX);
            case "iouMatrix" -> new Work("IoU matrix", pairs, overlaps, Work.Unit.PAIR);
            case "matchAndDraw" ->
                new Work("matching of proposals, " + DRAWN + " drawn", pairs, overlaps, Work.Unit.PAIR);
            case "encode" -> new Work("box encoding", PROPOSALS + " boxes", PROPOSALS, Work.Unit.BOX);
            case "decode" -> new Work("box decoding", PROPOSALS + " boxes", PROPOSALS, Work.Unit.BOX);
            case "detections" ->
                new Work(
                        "scores to detections: decoding, suppression by class",
                        PROPOSALS + " proposals, " + CLASSES + " classes",
                        PROPOSALS,
                        Work.Unit.BOX);
            default -> throw unknown(kernel);
        };
    }
}
