package dev.roilab.model.classifier;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.data.DataException;
import dev.roilab.data.DataSettings;
import dev.roilab.data.ResizeRule;
import dev.roilab.data.Resizing.Extent;
import dev.roilab.data.Sample;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrialPictures;
import dev.roilab.detect.picture.PictureNetwork;
import dev.roilab.detect.picture.WholePictures;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.task.classification.ClassScores;
import dev.roilab.task.classification.ClassificationTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A classifier of whole pictures. */
public final class ClassifierRecipe implements Recipe<ClassifierSettings, ClassScores> {
    /** The stage of the last layer, and its name. */
    static final String SCORES = "scores";

    @Override
    public Task<?, ClassScores> task() {
        return ClassificationTask.INSTANCE;
    }

    @Override
    public Class<ClassifierSettings> settings() {
        return ClassifierSettings.class;
    }

    @Override
    public List<String> foreign(ClassifierSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(WholePictures.refused(model, test));
        if (model.auxiliary().isPresent()) {
            Backbones.sideProblem(model.backbone()).ifPresent(problem -> lines.add("model.auxiliary: " + problem));
        }
        return lines;
    }

    @Override
    public List<String> mirroring(ClassifierSettings model) {
        return model.views().filter(ViewSettings::mirrored).isPresent() ? List.of("model.views.mirrored") : List.of();
    }

    @Override
    public void requireFit(ClassifierSettings model, TrialPictures pictures) {
        List<Integer> own = List.of(pictures.sizes().shorterSide());
        List<String> lines = new ArrayList<>();
        model.crops()
                .ifPresent(crops -> tooSmall(
                                pictures.data().train(),
                                pictures.train().scales().orElse(own),
                                pictures.sizes(),
                                crops.side() - 2 * crops.padding())
                        .ifPresent(line ->
                                lines.add("model.crops: a square of %d with a padding of %d does not fit into %s"
                                        .formatted(crops.side(), crops.padding(), line))));
        model.views()
                .ifPresent(views -> views.squares()
                        .flatMap(squares -> tooSmall(
                                pictures.data().test(),
                                views.shorterSides().orElse(own),
                                pictures.sizes(),
                                squares.side()))
                        .ifPresent(line -> lines.add("model.views.squares: a square of %d does not fit into %s"
                                .formatted(views.squares().orElseThrow().side(), line))));
        if (!lines.isEmpty()) {
            throw new DataException(lines);
        }
    }

    /** The first picture that is smaller than a square once it is resized, and how many such there are. */
    private static Optional<String> tooSmall(
            List<? extends Sample<?>> samples, List<Integer> sides, DataSettings sizes, int square) {
        for (int side : sides) {
            ResizeRule rule = ImageScales.rule(sizes, side);
            List<? extends Sample<?>> small = samples.stream()
                    .filter(sample -> shorter(rule.resized(sample.width(), sample.height())) < square)
                    .toList();
            if (!small.isEmpty()) {
                Sample<?> first = small.getFirst();
                Extent extent = rule.resized(first.width(), first.height());
                return Optional.of(
                        "%d of %d pictures at shorter_side %d, the first is %s, then %d x %d pixels; take smaller squares or larger pictures"
                                .formatted(
                                        small.size(),
                                        samples.size(),
                                        side,
                                        first.id(),
                                        extent.width(),
                                        extent.height()));
            }
        }
        return Optional.empty();
    }

    private static int shorter(Extent extent) {
        return Math.min(extent.width(), extent.height());
    }

    @Override
    public List<String> afterTraining() {
        return List.of("views");
    }

    @Override
    public Optional<BackboneSettings> backbone(ClassifierSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(ClassifierSettings model) {
        return stages(model.pooling().isPresent(), model.head().names());
    }

    @Override
    public List<String> everyStage() {
        return stages(true, DetectorStages.PAPERS_LAYERS);
    }

    private static List<String> stages(boolean pooled, List<String> hidden) {
        List<String> stages = new ArrayList<>(PictureNetwork.stages(pooled, hidden));
        stages.add(SCORES);
        return List.copyOf(stages);
    }

    @Override
    public String untrained() {
        return "class scores of fresh weights";
    }

    @Override
    public Learner<ClassScores> create(SystemParts parts, ClassifierSettings model) {
        return new ClassifierLearner(parts, model);
    }
}
