package dev.roilab.task.classification;

import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.check.ObjectsNeeded;
import dev.roilab.file.JsonFile;
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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/** To name the class of a picture: the task of ImageNet (arXiv:1409.0575), section 4.1. */
public final class ClassificationTask implements Task<PictureClass, ClassScores> {
    /** It has no state. */
    public static final ClassificationTask INSTANCE = new ClassificationTask();

    /** The part of the pictures whose class is not the most probable one. */
    static final MeasureInfo TOP1_ERROR = new MeasureInfo(
            "top1_error",
            "top-1 error",
            "top-1 error",
            MeasureUnit.PERCENT,
            Better.LOWER,
            Prominence.HEADLINE,
            "Top-k error: part of the test pictures whose class is not among the k most probable ones.");

    /** The same of the five most probable ones; undefined among no more than five. */
    static final MeasureInfo TOP5_ERROR = new MeasureInfo(
            "top5_error",
            "top-5 error",
            "top-5 error",
            MeasureUnit.PERCENT,
            Better.LOWER,
            Prominence.COMPARED,
            TOP1_ERROR.convention());

    /** Of classes with few pictures as much as of those with many. */
    static final MeasureInfo CLASS_MEAN_ERROR = new MeasureInfo(
            "class_mean_error",
            "class mean error",
            "class mean error",
            MeasureUnit.PERCENT,
            Better.LOWER,
            Prominence.TABLED,
            "Class mean error: mean over the classes of their own pictures' top-1 error.");

    private static final MeasureInfo CLASS_ERROR = new MeasureInfo(
            "class_error",
            "top-1 error",
            "top-1 error",
            MeasureUnit.PERCENT,
            Better.LOWER,
            Prominence.DETAIL,
            "part of the class's pictures that are taken for another class");

    private static final MeasureInfo CLASS_PRECISION = new MeasureInfo(
            "class_precision",
            "precision",
            "precision",
            MeasureUnit.PERCENT,
            Better.HIGHER,
            Prominence.DETAIL,
            "part of the pictures taken for the class that are of it");

    private static final MeasureInfo CLASS_F1 = new MeasureInfo(
            "class_f1",
            "F1",
            "F1",
            MeasureUnit.PERCENT,
            Better.HIGHER,
            Prominence.DETAIL,
            "harmonic mean of precision and recall, which is 1 less the class's error");

    private static final int FIVE = 5;

    /** Of two sums of the same pictures, in another order. */
    private static final double ROUNDING = 1e-9;

    private ClassificationTask() {}

    @Override
    public String name() {
        return "classification";
    }

    @Override
    public List<MeasureInfo> measures() {
        return List.of(TOP1_ERROR, TOP5_ERROR, CLASS_MEAN_ERROR);
    }

    /** A picture's class is that of its largest object ({@link PictureClass#of}). */
    @Override
    public Dataset<PictureClass> read(Dataset<TrueObjects> annotated) {
        return ObjectsNeeded.read(annotated, "classification", "and so no class", PictureClass::of);
    }

    @Override
    public Evaluation evaluate(TestSet<PictureClass, ClassScores> tested) {
        PictureNumbers<PictureClass, ClassScores> wrong = wrong(tested.classes());
        SequencedMap<String, Double> metrics = wrong.means(tested.images());
        Map<String, Double> byClass = wrong.byClass(tested, PictureClass::label);
        byClass.values().stream()
                .mapToDouble(error -> error)
                .average()
                .ifPresent(mean -> metrics.put(CLASS_MEAN_ERROR.name(), mean));
        var confusion = new Confusion(tested);
        requireAgreement(Objects.requireNonNull(metrics.get(TOP1_ERROR.name())), confusion.error());
        return new Evaluation(
                metrics,
                List.of(
                        new ByClass(CLASS_ERROR, byClass),
                        new ByClass(CLASS_PRECISION, confusion.precision()),
                        new ByClass(CLASS_F1, confusion.f1())),
                List.of());
    }

    /** Intervals over images need our own count, and it is the one of a library that others use. */
    private static void requireAgreement(double own, double tribuos) {
        if (!(Math.abs(own - tribuos) <= ROUNDING)) {
            throw new IllegalStateException(
                    "the top-1 error is %s by our own count and %s by Tribuo's; this is a fault of RoiLab, please report it"
                            .formatted(own, tribuos));
        }
    }

    @Override
    public SequencedMap<String, double[]> replicates(TestSet<PictureClass, ClassScores> tested, int draws) {
        return wrong(tested.classes()).replicates(tested.images(), draws);
    }

    /** By measure: 1 where a picture's class is not among the most probable ones. */
    private static PictureNumbers<PictureClass, ClassScores> wrong(List<String> classes) {
        SequencedMap<String, ToDoubleFunction<Tested<PictureClass, ClassScores>>> wrong = new LinkedHashMap<>();
        wrong.put(TOP1_ERROR.name(), image -> isWrong(image, 1));
        if (classes.size() > FIVE) {
            wrong.put(TOP5_ERROR.name(), image -> isWrong(image, FIVE));
        }
        return new PictureNumbers<>(wrong);
    }

    private static int isWrong(Tested<PictureClass, ClassScores> image, int among) {
        return image.found().before(image.truth().label()) >= among ? 1 : 0;
    }

    @Override
    public GalleryMarks marks(List<String> classes, PictureClass truth, ClassScores found) {
        int best = found.best();
        String said = String.format(
                Locale.ROOT,
                "%s %.0f %%",
                classes.get(best),
                100 * found.probabilities().get(best));
        return new GalleryMarks(
                new Group("true", "true classes", List.of(new Mark.Words(classes.get(truth.label())))),
                new Group("predicted", "predicted classes", List.of(new Mark.Words(said))));
    }

    @Override
    public String findings() {
        return "scores";
    }

    /** By image, in the order of the split: the probability of each class. */
    @Override
    public String findingsJson(TestSet<PictureClass, ClassScores> tested) {
        SequencedMap<String, List<Double>> scores = new LinkedHashMap<>();
        tested.images()
                .forEach(image -> scores.put(image.sample().id(), image.found().probabilities()));
        return JsonFile.compact(new Stored<>(tested.classes(), scores)) + "\n";
    }

    /** By image: the name of its class. */
    @Override
    public String truthJson(List<String> classes, List<Sample<PictureClass>> samples) {
        SequencedMap<String, String> names = new LinkedHashMap<>();
        samples.forEach(
                sample -> names.put(sample.id(), classes.get(sample.truth().label())));
        return JsonFile.compact(new Stored<>(classes, names)) + "\n";
    }

    private record Stored<V>(List<String> classes, SequencedMap<String, V> images) {}
}
