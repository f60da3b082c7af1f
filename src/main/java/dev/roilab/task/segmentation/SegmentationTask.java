package dev.roilab.task.segmentation;

import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.file.JsonFile;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.statistics.ImageDraws;
import dev.roilab.task.ByClass;
import dev.roilab.task.Evaluation;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.GalleryMarks.Group;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** To name the class of every pixel. Systems say a class for each pixel of the original picture. */
public final class SegmentationTask implements Task<LabelMap, LabelMap> {
    /** It has no state. */
    public static final SegmentationTask INSTANCE = new SegmentationTask();

    private SegmentationTask() {}

    @Override
    public String name() {
        return "segmentation";
    }

    @Override
    public List<MeasureInfo> measures() {
        return SegmentationMeasures.ALL;
    }

    /** The classes of its pixels may be more than the data's ({@link TrueLabels}). */
    @Override
    public Dataset<LabelMap> read(Dataset<TrueObjects> annotated) {
        Dataset<LabelMap> labelled =
                annotated.map(sample -> TrueLabels.of(sample.truth(), sample.height(), sample.width()));
        return labelled.withClasses(TrueLabels.classes(annotated));
    }

    private static List<LabelCounts> counts(TestSet<LabelMap, LabelMap> tested) {
        int classes = tested.classes().size();
        return tested.images().stream()
                .map(image -> LabelCounts.of(image.truth(), image.found(), classes))
                .toList();
    }

    private static LabelCounts sum(List<LabelCounts> pictures, int classes, int[] weights) {
        var sum = new LabelCounts(classes);
        for (int picture = 0; picture < weights.length; picture++) {
            sum.add(pictures.get(picture), weights[picture]);
        }
        return sum;
    }

    @Override
    public Evaluation evaluate(TestSet<LabelMap, LabelMap> tested) {
        var all = new LabelCounts(tested.classes().size());
        counts(tested).forEach(picture -> all.add(picture, 1));
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        SegmentationMeasures.numbers().forEach((name, number) -> {
            double value = number.applyAsDouble(all);
            if (!Double.isNaN(value)) {
                metrics.put(name, value);
            }
        });
        return new Evaluation(
                metrics,
                List.of(
                        byClass(SegmentationMeasures.CLASS_IOU, tested, all, LabelCounts::iou),
                        byClass(SegmentationMeasures.CLASS_BOUNDARY_IOU, tested, all, LabelCounts::boundaryIou)),
                List.of());
    }

    /** Of classes for which it is defined. */
    private static ByClass byClass(
            MeasureInfo measure,
            TestSet<LabelMap, LabelMap> tested,
            LabelCounts counts,
            ToDoubleBiFunction<LabelCounts, Integer> number) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int label = 0; label < counts.classes(); label++) {
            double value = number.applyAsDouble(counts, label);
            if (!Double.isNaN(value)) {
                values.put(tested.classes().get(label), value);
            }
        }
        return new ByClass(measure, values);
    }

    @Override
    public SequencedMap<String, double[]> replicates(TestSet<LabelMap, LabelMap> tested, int draws) {
        List<LabelCounts> pictures = counts(tested);
        SequencedMap<String, ToDoubleFunction<LabelCounts>> numbers = SegmentationMeasures.numbers();
        SequencedMap<String, double[]> drawn = new LinkedHashMap<>();
        List<LabelCounts> sums = IntStream.range(0, draws)
                .mapToObj(draw -> sum(pictures, tested.classes().size(), ImageDraws.weights(draw, pictures.size())))
                .toList();
        numbers.forEach((name, number) ->
                drawn.put(name, sums.stream().mapToDouble(number).toArray()));
        return drawn;
    }

    /** A region for each class, but for the background, which the picture shows as it is. */
    @Override
    public GalleryMarks marks(List<String> classes, LabelMap truth, LabelMap found) {
        return new GalleryMarks(
                new Group("annotated", "annotated regions", LabelMarks.of(classes, truth)),
                new Group("found", "found regions", LabelMarks.of(classes, found)));
    }

    @Override
    public String findings() {
        return "labels";
    }

    /** @param runs label and length of each run of pixels with one label, in turns, row by row; 255 is ignored */
    private record Labels(int height, int width, List<Integer> runs) {
        static Labels of(LabelMap map) {
            return new Labels(map.height(), map.width(), map.runs().numbers());
        }
    }

    private record Stored(List<String> classes, SequencedMap<String, Labels> images) {}

    /** By image, in the order of the split: the labels of its pixels as runs. */
    @Override
    public String findingsJson(TestSet<LabelMap, LabelMap> tested) {
        SequencedMap<String, Labels> images = new LinkedHashMap<>();
        tested.images().forEach(image -> images.put(image.sample().id(), Labels.of(image.found())));
        return JsonFile.compact(new Stored(tested.classes(), images)) + "\n";
    }

    /** By image: the same of the true labels. */
    @Override
    public String truthJson(List<String> classes, List<Sample<LabelMap>> samples) {
        SequencedMap<String, Labels> images = new LinkedHashMap<>();
        samples.forEach(sample -> images.put(sample.id(), Labels.of(sample.truth())));
        return JsonFile.compact(new Stored(classes, images)) + "\n";
    }
}
