package dev.roilab.toy;

import dev.roilab.data.Annotation;
import dev.roilab.data.Dataset;
import dev.roilab.data.Placement;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.file.JsonFile;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.statistics.ImageDraws;
import dev.roilab.task.Axis;
import dev.roilab.task.Curve;
import dev.roilab.task.CurveInfo;
import dev.roilab.task.Evaluation;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.GalleryMarks.Group;
import dev.roilab.task.Mark;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** How much of a picture its objects cover, as one number in [0, 1]: a task that no line of the program knows. */
final class CoverTask implements Task<CoverTask.Cover, Double> {
    static final CoverTask INSTANCE = new CoverTask();

    static final MeasureInfo ERROR = new MeasureInfo(
            "cover_error",
            "cover error",
            "cover error",
            MeasureUnit.PERCENT,
            Better.LOWER,
            Prominence.HEADLINE,
            "Cover error: mean distance of the found share from the true one.");

    static final CurveInfo TOLERANCE = new CurveInfo(
            "within-tolerance",
            Optional.empty(),
            "Images within a tolerance",
            "Tolerance",
            new Axis("tolerance", MeasureUnit.PERCENT),
            new Axis("images", MeasureUnit.PERCENT),
            "share of test images whose error is no larger");

    /** A share of the picture, which stays when the whole is resized or mirrored. */
    record Cover(double share) implements Annotation<Cover> {
        @Override
        public Cover placed(Placement placement) {
            return this;
        }
    }

    private CoverTask() {}

    @Override
    public String name() {
        return "cover";
    }

    @Override
    public List<MeasureInfo> measures() {
        return List.of(ERROR);
    }

    @Override
    public List<CurveInfo> curves() {
        return List.of(TOLERANCE);
    }

    @Override
    public Dataset<Cover> read(Dataset<TrueObjects> annotated) {
        return annotated.map(CoverTask::cover);
    }

    static Cover cover(Sample<TrueObjects> sample) {
        double area = sample.truth().objects().stream()
                .mapToDouble(object -> object.box().area())
                .sum();
        return new Cover(Math.min(1, area / ((double) sample.width() * sample.height())));
    }

    private static double[] errors(TestSet<CoverTask.Cover, Double> tested) {
        return tested.images().stream()
                .mapToDouble(image -> Math.min(1, Math.abs(image.truth().share() - image.found())))
                .toArray();
    }

    @Override
    public Evaluation evaluate(TestSet<CoverTask.Cover, Double> tested) {
        double[] errors = errors(tested);
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        metrics.put(
                ERROR.name(),
                mean(errors, IntStream.generate(() -> 1).limit(errors.length).toArray()));
        List<Double> tolerances =
                IntStream.rangeClosed(0, 20).mapToObj(step -> step / 20.0).toList();
        List<Double> within = tolerances.stream()
                .map(tolerance -> IntStream.range(0, errors.length)
                        .mapToDouble(i -> errors[i] <= tolerance ? 1 : 0)
                        .average()
                        .orElse(0))
                .toList();
        return new Evaluation(
                metrics, List.of(), List.of(new Curve(TOLERANCE, new Curve.Line(tolerances, within), List.of())));
    }

    private static double mean(double[] errors, int[] weights) {
        double sum = 0;
        for (int i = 0; i < errors.length; i++) {
            sum += weights[i] * errors[i];
        }
        return sum / errors.length;
    }

    @Override
    public SequencedMap<String, double[]> replicates(TestSet<CoverTask.Cover, Double> tested, int draws) {
        double[] errors = errors(tested);
        SequencedMap<String, double[]> drawn = new LinkedHashMap<>();
        drawn.put(
                ERROR.name(),
                IntStream.range(0, draws)
                        .mapToDouble(draw -> mean(errors, ImageDraws.weights(draw, errors.length)))
                        .toArray());
        return drawn;
    }

    @Override
    public GalleryMarks marks(List<String> classes, Cover truth, Double found) {
        return new GalleryMarks(
                new Group("covered", "true covers", List.of(words("covers", truth.share()))),
                new Group("guessed", "guessed covers", List.of(words("guessed", found))));
    }

    private static Mark words(String verb, double share) {
        return new Mark.Words(String.format(Locale.ROOT, "%s %.1f %%", verb, 100 * share));
    }

    @Override
    public String findings() {
        return "covers";
    }

    @Override
    public String findingsJson(TestSet<CoverTask.Cover, Double> tested) {
        return JsonFile.compact(
                tested.images().stream().map(TestSet.Tested::found).toList());
    }

    @Override
    public String truthJson(List<String> classes, List<Sample<Cover>> samples) {
        Map<String, Double> truth = new TreeMap<>();
        samples.forEach(sample -> truth.put(sample.id(), sample.truth().share()));
        return JsonFile.compact(truth);
    }
}
