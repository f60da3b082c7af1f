package dev.roilab.task.instance;

import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.check.ObjectsNeeded;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.eval.CocoResult;
import dev.roilab.eval.FoundKeyPoints;
import dev.roilab.eval.ImageBootstrap;
import dev.roilab.eval.InstanceInput;
import dev.roilab.eval.KeyPointAp;
import dev.roilab.eval.KeyPointSigmas;
import dev.roilab.eval.MaskAp;
import dev.roilab.eval.Pck;
import dev.roilab.eval.SizeRange;
import dev.roilab.eval.TrueKeyPoints;
import dev.roilab.geometry.Detection;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.task.ByClass;
import dev.roilab.task.CurveInfo;
import dev.roilab.task.Evaluation;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import dev.roilab.task.detection.DetectionTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * To find every object of an image with its class and box, and its pixels, its key points or both. Boxes are measured
 * as the task of detection measures them.
 *
 * @param masks whether pixels are to be found
 * @param keyPoints whether key points are to be found
 */
public record InstanceTask(boolean masks, boolean keyPoints) implements Task<TrueObjects, List<FoundObject>> {
    /** With everything that may be asked for. */
    public static final InstanceTask ALL = new InstanceTask(true, true);

    private static final DetectionTask BOXES = DetectionTask.INSTANCE;
    private static final double NEAR = 0.1;
    private static final double FAR = 0.2;

    @Override
    public String name() {
        return "instances";
    }

    @Override
    public List<MeasureInfo> measures() {
        List<MeasureInfo> measures = new ArrayList<>();
        if (masks) {
            measures.addAll(InstanceMeasures.OF_MASKS);
        }
        if (keyPoints) {
            measures.addAll(InstanceMeasures.OF_KEY_POINTS);
            measures.addAll(List.of(InstanceMeasures.PCK_10, InstanceMeasures.PCK_20));
        }
        measures.addAll(BOXES.measures());
        return InstanceMeasures.underOneHeadline(measures);
    }

    @Override
    public List<CurveInfo> curves() {
        return BOXES.curves();
    }

    /** @throws DataException where objects lack what is to be found */
    @Override
    public Dataset<TrueObjects> read(Dataset<TrueObjects> annotated) {
        ObjectsNeeded.require(annotated, "instance segmentation");
        List<String> problems = new ArrayList<>();
        if (masks) {
            lacking(
                            annotated,
                            "mask",
                            object -> object.parts().mask().isEmpty()
                                    && !object.parts().crowd())
                    .ifPresent(problems::add);
        }
        if (keyPoints) {
            keyPointProblem(annotated).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            throw new DataException(problems, annotated.warnings());
        }
        return annotated;
    }

    private static Optional<String> lacking(Dataset<TrueObjects> data, String what, Predicate<TrueObject> lacks) {
        List<Sample<TrueObjects>> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        long without = samples.stream()
                .flatMap(sample -> sample.truth().objects().stream())
                .filter(lacks)
                .count();
        return samples.stream()
                .filter(sample -> sample.truth().objects().stream().anyMatch(lacks))
                .findFirst()
                .map(first ->
                        "data: %s in picture %s; this model learns them of every object: draw it, or remove the object"
                                .formatted(
                                        without == 1
                                                ? "1 object has no " + what + ","
                                                : "%d objects have no %s, the first".formatted(without, what),
                                        first.id()));
    }

    private static Optional<String> keyPointProblem(Dataset<TrueObjects> data) {
        Optional<KeyPointLayout> layout = layout(data.train());
        if (layout.isEmpty()) {
            return Optional.of(
                    "data: no object has key points; of synthetic pictures the kinds arrow and chevron have");
        }
        boolean labelled = data.train().stream()
                .flatMap(sample -> sample.truth().objects().stream())
                .flatMap(object -> object.parts().keyPoints().stream())
                .anyMatch(points -> points.labelled() > 0);
        if (!labelled) {
            return Optional.of("data: no training object has a labelled key point; there is nothing to learn");
        }
        try {
            KeyPointSigmas.of(layout.get());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("data.key_point_sigmas: " + e.getMessage());
        }
    }

    /** Which key points objects of some pictures have; absent where none has any. */
    public static Optional<KeyPointLayout> layout(List<Sample<TrueObjects>> samples) {
        return samples.stream()
                .flatMap(sample -> sample.truth().objects().stream())
                .flatMap(object -> object.parts().keyPoints().stream())
                .map(points -> points.layout())
                .findFirst();
    }

    private static TestSet<TrueObjects, List<Detection>> boxes(TestSet<TrueObjects, List<FoundObject>> tested) {
        return new TestSet<>(
                tested.classes(),
                tested.images().stream()
                        .map(image -> new TestSet.Tested<>(image.sample(), detections(image.found())))
                        .toList());
    }

    private static List<Detection> detections(List<FoundObject> found) {
        return found.stream().map(FoundObject::detection).toList();
    }

    @Override
    public Evaluation evaluate(TestSet<TrueObjects, List<FoundObject>> tested) {
        Evaluation ofBoxes = BOXES.evaluate(boxes(tested));
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        List<ByClass> byClass = new ArrayList<>(ofBoxes.byClass());
        if (masks) {
            CocoResult result = MaskAp.evaluate(InstanceInputs.masks(tested));
            metrics.putAll(InstanceMeasures.named(InstanceMeasures.OF_MASKS, result.stats()));
            byClass.add(classMaskAp(result, tested.classes()));
        }
        keyPointInput(tested).ifPresent(points -> metrics.putAll(points.metrics()));
        metrics.putAll(ofBoxes.metrics());
        return new Evaluation(metrics, byClass, ofBoxes.curves());
    }

    private static ByClass classMaskAp(CocoResult result, List<String> classes) {
        SequencedMap<String, Double> values = new LinkedHashMap<>();
        for (int label = 0; label < classes.size(); label++) {
            double value = result.classPrecision(label, SizeRange.ALL, CocoResult.EVERY_IOU);
            if (value != CocoResult.EMPTY) {
                values.put(classes.get(label), value);
            }
        }
        return new ByClass(InstanceMeasures.CLASS_MASK_AP, values);
    }

    /** Key points of a test, with what tells how near they are. */
    private record PointInput(InstanceInput<TrueKeyPoints, FoundKeyPoints> input, KeyPointSigmas sigmas) {
        SequencedMap<String, Double> metrics() {
            SequencedMap<String, Double> metrics = InstanceMeasures.named(
                    InstanceMeasures.OF_KEY_POINTS,
                    KeyPointAp.evaluate(input, sigmas).keyPointStats());
            correct(NEAR).ifPresent(value -> metrics.put(InstanceMeasures.PCK_10.name(), value));
            correct(FAR).ifPresent(value -> metrics.put(InstanceMeasures.PCK_20.name(), value));
            return metrics;
        }

        private Optional<Double> correct(double fraction) {
            var share = Pck.evaluate(input, sigmas.values().size(), fraction)
                    .total()
                    .ofAll();
            return share.isPresent() ? Optional.of(share.getAsDouble()) : Optional.empty();
        }
    }

    /** Absent where none are asked for, or no tested object has any. */
    private Optional<PointInput> keyPointInput(TestSet<TrueObjects, List<FoundObject>> tested) {
        Optional<KeyPointLayout> layout = keyPoints
                ? layout(tested.images().stream().map(TestSet.Tested::sample).toList())
                : Optional.empty();
        return layout.map(own -> new PointInput(InstanceInputs.keyPoints(tested, own), KeyPointSigmas.of(own)));
    }

    @Override
    public SequencedMap<String, double[]> replicates(TestSet<TrueObjects, List<FoundObject>> tested, int draws) {
        SequencedMap<String, double[]> drawn = new LinkedHashMap<>();
        if (masks) {
            draw(drawn, "mask_", MaskAp.bootstrap(InstanceInputs.masks(tested)), draws);
        }
        keyPointInput(tested)
                .ifPresent(points -> draw(drawn, "oks_", KeyPointAp.bootstrap(points.input(), points.sigmas()), draws));
        drawn.putAll(BOXES.replicates(boxes(tested), draws));
        return drawn;
    }

    private static void draw(SequencedMap<String, double[]> drawn, String prefix, ImageBootstrap bootstrap, int draws) {
        DetectionTask.columns(bootstrap, draws).forEach((name, values) -> drawn.put(prefix + name, values));
    }

    @Override
    public GalleryMarks marks(List<String> classes, TrueObjects truth, List<FoundObject> found) {
        return new InstanceMarks(masks, keyPoints).of(truth.objects(), found);
    }

    @Override
    public String findings() {
        return "instances";
    }

    @Override
    public String findingsJson(TestSet<TrueObjects, List<FoundObject>> tested) {
        return CocoInstances.found(
                tested.images().stream().map(TestSet.Tested::found).toList());
    }

    @Override
    public String truthJson(List<String> classes, List<Sample<TrueObjects>> samples) {
        return CocoInstances.truth(classes, samples);
    }
}
