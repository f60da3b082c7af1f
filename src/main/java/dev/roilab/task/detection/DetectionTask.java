package dev.roilab.task.detection;

import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.check.ObjectsNeeded;
import dev.roilab.eval.CocoResult;
import dev.roilab.eval.DetectionMeasures;
import dev.roilab.eval.DetectionMetrics;
import dev.roilab.eval.DetectionReport;
import dev.roilab.eval.ErrorKindMeasures;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageBootstrap;
import dev.roilab.eval.ImageBootstrap.Replicate;
import dev.roilab.eval.ImageResult;
import dev.roilab.geometry.Detection;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.task.ByClass;
import dev.roilab.task.CurveInfo;
import dev.roilab.task.Evaluation;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.Shares;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/** To find every object of an image with its class and box. */
public final class DetectionTask implements Task<TrueObjects, List<Detection>> {
    /** It has no state. */
    public static final DetectionTask INSTANCE = new DetectionTask();

    private static final MeasureInfo CLASS_AP = new MeasureInfo(
            "class_ap",
            "AP",
            "average precision",
            MeasureUnit.PERCENT,
            Better.HIGHER,
            Prominence.DETAIL,
            "VOC area AP at IoU 0.5, continuous pixels");

    private static final Shares ERROR_KINDS = new Shares(
            "error-kinds",
            "What the best detections are",
            "the best detections of each class, as many as it has objects",
            ErrorKindMeasures.parts(),
            ErrorKindMeasures.MISSED);

    private DetectionTask() {}

    @Override
    public String name() {
        return DetectionMeasures.TASK;
    }

    @Override
    public List<MeasureInfo> measures() {
        List<MeasureInfo> measures = new ArrayList<>(DetectionMeasures.all());
        measures.addAll(ErrorKindMeasures.parts());
        measures.add(ErrorKindMeasures.MISSED);
        return List.copyOf(measures);
    }

    @Override
    public List<Shares> shares() {
        return List.of(ERROR_KINDS);
    }

    @Override
    public List<CurveInfo> curves() {
        return PrecisionRecall.all();
    }

    @Override
    public Dataset<TrueObjects> read(Dataset<TrueObjects> annotated) {
        ObjectsNeeded.require(annotated, "detection");
        return annotated;
    }

    @Override
    public Evaluation evaluate(TestSet<TrueObjects, List<Detection>> tested) {
        EvaluationInput input = input(tested);
        DetectionReport report = DetectionMetrics.report(input, tested.classes());
        SequencedMap<String, Double> metrics = new LinkedHashMap<>(report.metrics());
        metrics.putAll(ErrorKindMeasures.of(input, tested.similar()));
        return new Evaluation(metrics, List.of(classAp(report.classAp())), PrecisionRecall.curves(report.curves()));
    }

    /** Average precision by class. */
    public static ByClass classAp(Map<String, Double> values) {
        return new ByClass(CLASS_AP, values);
    }

    @Override
    public SequencedMap<String, double[]> replicates(TestSet<TrueObjects, List<Detection>> tested, int draws) {
        return columns(ImageBootstrap.of(input(tested)), draws);
    }

    /** AP, AP50 and AP75 of as many drawn test sets. */
    public static SequencedMap<String, double[]> columns(ImageBootstrap bootstrap, int draws) {
        List<Replicate> replicates = bootstrap.replicates(draws);
        SequencedMap<String, double[]> drawn = new LinkedHashMap<>();
        drawn.put("ap", column(replicates, Replicate::ap));
        drawn.put("ap50", column(replicates, Replicate::ap50));
        drawn.put("ap75", column(replicates, Replicate::ap75));
        return drawn;
    }

    private static double[] column(List<Replicate> replicates, ToDoubleFunction<Replicate> metric) {
        return replicates.stream()
                .mapToDouble(metric)
                .map(value -> value == CocoResult.EMPTY ? Double.NaN : value)
                .toArray();
    }

    private static EvaluationInput input(TestSet<TrueObjects, List<Detection>> tested) {
        return new EvaluationInput(
                tested.classes().size(),
                tested.images().stream()
                        .map(image -> new ImageResult(
                                image.sample().id(),
                                image.truth().objects().stream()
                                        .map(GroundTruth::of)
                                        .toList(),
                                image.found()))
                        .toList());
    }

    @Override
    public GalleryMarks marks(List<String> classes, TrueObjects truth, List<Detection> found) {
        return DetectionMarks.of(truth.objects(), found);
    }

    @Override
    public String findings() {
        return "detections";
    }

    @Override
    public String findingsJson(TestSet<TrueObjects, List<Detection>> tested) {
        return CocoDetections.json(
                tested.images().stream().map(TestSet.Tested::found).toList());
    }

    @Override
    public String truthJson(List<String> classes, List<Sample<TrueObjects>> samples) {
        return CocoGroundTruth.json(classes, samples);
    }
}
