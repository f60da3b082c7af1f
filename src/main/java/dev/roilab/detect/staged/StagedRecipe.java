package dev.roilab.detect.staged;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.DetectionRecipe;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.FastRcnnAlone;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.proposal.ProposalSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the harness may ask alike of R-CNN and SPPnet.
 *
 * @param <S> the {@code model} block
 */
public abstract class StagedRecipe<S extends StagedSettings> implements DetectionRecipe<S> {
    private final String encoding;

    /** @param encoding the stage that makes the input of the hidden layers of windows */
    protected StagedRecipe(String encoding) {
        this.encoding = encoding;
    }

    @Override
    public List<String> foreign(S model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(FastRcnnAlone.refused(model, train, test));
        lines.addAll(model.sampling().misfit(train));
        return lines;
    }

    @Override
    public final Optional<ProposalSettings> proposals(S model) {
        return Optional.of(model.proposals());
    }

    @Override
    public final Optional<BackboneSettings> backbone(S model) {
        return Optional.of(model.backbone());
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
    public final List<String> afterTraining() {
        return List.of("svm", "box_regression", PostprocessingSettings.KEY, DetectedBoxes.KEY);
    }
}
