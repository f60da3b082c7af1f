package dev.roilab.model.yolo;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.Resizing.Extent;
import dev.roilab.detect.DetectionRecipe;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.OneScale;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.UnreadBlock;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.model.yolo.InputSettings.Aspect;
import dev.roilab.yaml.Unread;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** YOLO (arXiv:1506.02640). */
public final class YoloRecipe implements DetectionRecipe<YoloSettings> {
    /** The stage of those above the backbone. */
    static final String CONVOLUTIONS = "convolutions";

    private static final List<String> STAGES = List.of("outputs");
    private static final List<String> EVERY_STAGE = List.of(CONVOLUTIONS, "outputs");

    @Override
    public Class<YoloSettings> settings() {
        return YoloSettings.class;
    }

    @Override
    public List<String> foreign(YoloSettings model, TrainSettings train, TestSettings test) {
        return OneScale.refused(model, train, test);
    }

    @Override
    public List<UnreadBlock> unread() {
        return List.of(new UnreadBlock(
                List.of("data.shorter_side", "data.longer_side"),
                "data.shorter_side and data.longer_side: yolo resizes images to model.input instead"));
    }

    @Override
    public List<Unread> unread(YoloSettings model, Extent picture) {
        Set<Extent> either = Arrays.stream(Aspect.values())
                .map(aspect -> new InputSettings(model.input().side(), aspect).resizing())
                .map(resizing -> resizing.resized(picture.width(), picture.height()))
                .collect(Collectors.toSet());
        String why = "pictures of %d x %d fill the square either way".formatted(picture.width(), picture.height());
        return either.size() == 1 ? List.of(Unread.keys(why, "model.input.aspect")) : List.of();
    }

    @Override
    public Optional<BackboneSettings> backbone(YoloSettings model) {
        return Optional.of(model.backbone());
    }

    @Override
    public List<String> stages(YoloSettings model) {
        return DetectorStages.with(model.head().names(), model.head().channels().isEmpty() ? STAGES : EVERY_STAGE);
    }

    @Override
    public List<String> everyStage() {
        return DetectorStages.with(DetectorStages.PAPERS_LAYERS, EVERY_STAGE);
    }

    @Override
    public List<String> afterTraining() {
        return List.of(PostprocessingSettings.KEY);
    }

    @Override
    public DetectionSystem create(SystemParts parts, YoloSettings model) {
        return new YoloLearner(parts, model);
    }
}
