package dev.roilab.task.localization;

import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.check.ObjectsNeeded;
import dev.roilab.file.JsonFile;
import dev.roilab.geometry.Box;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.task.ByClass;
import dev.roilab.task.Evaluation;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.GalleryMarks.Group;
import dev.roilab.task.Mark;
import dev.roilab.task.PictureNumbers;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/**
 * To name the class of a picture and to outline its object: ImageNet (arXiv:1409.0575), section 4.2, with one guess.
 */
public final class LocalizationTask implements Task<LocatedClass, FoundClass> {
    /** It has no state. */
    public static final LocalizationTask INSTANCE = new LocalizationTask();

    /** A box is right that overlaps the object's by more. */
    private static final double RIGHT = 0.5;

    /** Of pictures whose class or box is wrong. */
    static final MeasureInfo ERROR = new MeasureInfo(
            "localization_error",
            "localization error",
            "localization error",
            MeasureUnit.PERCENT,
            Better.LOWER,
            Prominence.HEADLINE,
            "Localization error: part of the test pictures whose class is not the most probable one or whose box has an"
                    + " IoU of at most 0.5 with the object's.");

    /** Of pictures whose class is wrong, wherever the box lies. */
    static final MeasureInfo TOP1_ERROR = new MeasureInfo(
            "top1_error",
            "top-1 error",
            "top-1 error",
            MeasureUnit.PERCENT,
            Better.LOWER,
            Prominence.COMPARED,
            "Top-1 error: part of the test pictures whose class is not the most probable one.");

    /** Of boxes, whatever the class. */
    static final MeasureInfo MEAN_IOU = new MeasureInfo(
            "mean_iou",
            "mean IoU",
            "mean IoU",
            MeasureUnit.PERCENT,
            Better.HIGHER,
            Prominence.COMPARED,
            "Mean IoU: of the found box with the object's, over the test pictures.");

    private static final MeasureInfo CLASS_ERROR = new MeasureInfo(
            "class_error",
            "localization error",
            "localization error",
            MeasureUnit.PERCENT,
            Better.LOWER,
            Prominence.DETAIL,
            "part of the class's pictures whose class or box is wrong");

    private LocalizationTask() {}

    @Override
    public String name() {
        return "localization";
    }

    @Override
    public List<MeasureInfo> measures() {
        return List.of(ERROR, TOP1_ERROR, MEAN_IOU);
    }

    /** A picture's class and box are those of its largest object ({@link LocatedClass#of}). */
    @Override
    public Dataset<LocatedClass> read(Dataset<TrueObjects> annotated) {
        return ObjectsNeeded.read(annotated, "localization", "to outline", LocatedClass::of);
    }

    private static PictureNumbers<LocatedClass, FoundClass> numbers() {
        SequencedMap<String, ToDoubleFunction<Tested<LocatedClass, FoundClass>>> numbers = new LinkedHashMap<>();
        numbers.put(ERROR.name(), image -> isWrong(image) || iou(image) <= RIGHT ? 1 : 0);
        numbers.put(TOP1_ERROR.name(), image -> isWrong(image) ? 1 : 0);
        numbers.put(MEAN_IOU.name(), LocalizationTask::iou);
        return new PictureNumbers<>(numbers);
    }

    private static boolean isWrong(Tested<LocatedClass, FoundClass> image) {
        return image.found().scores().before(image.truth().label()) > 0;
    }

    private static double iou(Tested<LocatedClass, FoundClass> image) {
        return image.found().box().iou(image.truth().box());
    }

    @Override
    public Evaluation evaluate(TestSet<LocatedClass, FoundClass> tested) {
        return new Evaluation(
                numbers().means(tested.images()),
                List.of(new ByClass(CLASS_ERROR, numbers().byClass(tested, LocatedClass::label))),
                List.of());
    }

    @Override
    public SequencedMap<String, double[]> replicates(TestSet<LocatedClass, FoundClass> tested, int draws) {
        return numbers().replicates(tested.images(), draws);
    }

    @Override
    public GalleryMarks marks(List<String> classes, LocatedClass truth, FoundClass found) {
        int best = found.scores().best();
        double score = found.scores().probabilities().get(best);
        return new GalleryMarks(
                new Group(
                        "annotated",
                        "annotated objects",
                        List.of(rectangle(truth.box(), truth.label(), Optional.empty()))),
                new Group("found", "found objects", List.of(rectangle(found.box(), best, Optional.of(score)))));
    }

    private static Mark rectangle(Box box, int label, Optional<Double> score) {
        return new Mark.Rectangle(box.x1(), box.y1(), box.x2(), box.y2(), Optional.of(label), score);
    }

    @Override
    public String findings() {
        return "outlines";
    }

    private record Outline(List<Double> box, List<Double> probabilities) {}

    private record Truth(String name, List<Double> box) {}

    private record Stored<V>(List<String> classes, SequencedMap<String, V> images) {}

    private static List<Double> corners(Box box) {
        return List.of(box.x1(), box.y1(), box.x2(), box.y2());
    }

    /** By image, in the order of the split: the box, x1, y1, x2, y2 in pixels, and the probability of each class. */
    @Override
    public String findingsJson(TestSet<LocatedClass, FoundClass> tested) {
        SequencedMap<String, Outline> outlines = new LinkedHashMap<>();
        tested.images()
                .forEach(image -> outlines.put(
                        image.sample().id(),
                        new Outline(
                                corners(image.found().box()),
                                image.found().scores().probabilities())));
        return JsonFile.compact(new Stored<>(tested.classes(), outlines)) + "\n";
    }

    /** By image: the name of its class, and the object's box. */
    @Override
    public String truthJson(List<String> classes, List<Sample<LocatedClass>> samples) {
        SequencedMap<String, Truth> truth = new LinkedHashMap<>();
        samples.forEach(sample -> truth.put(
                sample.id(),
                new Truth(
                        classes.get(sample.truth().label()),
                        corners(sample.truth().box()))));
        return JsonFile.compact(new Stored<>(classes, truth)) + "\n";
    }
}
