package dev.roilab.detect.staged;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.DetectionRecipe;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.OneScale;
import dev.roilab.detect.ProposalMeasures;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrainingPictures;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.task.CurveInfo;
import dev.roilab.yaml.Doubt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the harness may ask alike of R-CNN and SPPnet.
 *
 * @param <S> the {@code model} block
 */
public abstract class StagedRecipe<S extends StagedSettings> implements DetectionRecipe<S> {
    /** Solving for more of them takes most of a few images' time, and no longer with more images than with some. */
    private static final int REHEARSED_PAIRS = 16;

    private final String encoding;

    /** @param encoding the stage that makes the input of the hidden layers of windows */
    protected StagedRecipe(String encoding) {
        this.encoding = encoding;
    }

    @Override
    public List<String> foreign(S model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(OneScale.refused(model, train, test));
        lines.addAll(model.sampling().misfit(train));
        return lines;
    }

    /** Its mini-batches may be of the regions of all pictures. */
    @Override
    public final List<Doubt> doubts(S model, TrainSettings train, TrainingPictures pictures) {
        return train.images() == model.sampling().rois()
                ? List.of()
                : DetectionRecipe.super.doubts(model, train, pictures);
    }

    @Override
    public final Optional<ProposalSettings> proposals(S model) {
        return Optional.of(model.proposals());
    }

    @Override
    public final Optional<BackboneSettings> backbone(S model) {
        return Optional.of(model.backbone());
    }

    /** Its SVMs find things, which come after the training by gradient descent. */
    @Override
    public final boolean isTestedAlong(S model, TrainSettings train) {
        return false;
    }

    @Override
    public final List<String> stages(S model) {
        return stages(model.head().names());
    }

    @Override
    public final List<String> everyStage() {
        return stages(DetectorStages.PAPERS_LAYERS);
    }

    private List<String> stages(List<String> hiddenLayers) {
        return DetectorStages.with(hiddenLayers, List.of(encoding, ClassSvms.STAGE, RidgeStage.NAME));
    }

    @Override
    public final List<MeasureInfo> everyMeasure() {
        return ProposalMeasures.given();
    }

    @Override
    public final List<CurveInfo> curves() {
        return ProposalMeasures.curves();
    }

    /** The model with other box regressors. */
    protected abstract S with(S model, RidgeSettings boxRegression);

    @Override
    public final S rehearsed(S model) {
        RidgeSettings whole = model.boxRegression();
        int pairs = Math.min(REHEARSED_PAIRS, whole.pairs());
        return with(model, new RidgeSettings(whole.iou(), whole.strength(), whole.norm(), pairs));
    }

    @Override
    public final List<String> afterTraining() {
        return List.of("svm", "box_regression", PostprocessingSettings.KEY, DetectedBoxes.KEY);
    }

    @Override
    public final List<Object> workAfterTraining(S model) {
        return List.of(model.svm(), model.boxRegression());
    }
}
