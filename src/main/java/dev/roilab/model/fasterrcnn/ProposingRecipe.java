package dev.roilab.model.fasterrcnn;

import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.ProposalMeasures;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrainingPictures;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.task.CurveInfo;
import dev.roilab.yaml.Doubt;
import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;

/**
 * What the harness may ask alike of detectors that learn to propose their regions.
 *
 * @param <S> the {@code model} block
 * @param <P> what is found in an image
 */
public abstract class ProposingRecipe<S extends ProposingSettings, P> implements Recipe<S, P> {
    private static final List<String> STAGES = List.of("rpn", "proposals", "roi", "outputs");
    private static final List<String> EVERY_STAGE = List.of("neck", "rpn", "proposals", "roi", "outputs");

    @Override
    public final List<String> foreign(S model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(model.sampling().misfit(train));
        if (test.scales().isPresent()) {
            lines.add("test.scales is known to fast-rcnn alone: %s finds its regions at one scale; remove it"
                    .formatted(Spelling.typeName(model.getClass())));
        }
        return lines;
    }

    @Override
    public final List<Doubt> doubts(S model, TrainSettings train, TrainingPictures pictures) {
        List<Doubt> doubts = new ArrayList<>(Recipe.super.doubts(model, train, pictures));
        model.rpn().doubts(pictures.resized()).forEach(doubt -> doubts.add(doubt.below("model.rpn.")));
        return doubts;
    }

    @Override
    public List<String> stages(S model) {
        return DetectorStages.with(model.head().names(), model.neck().isPresent() ? EVERY_STAGE : STAGES);
    }

    /** @param hiddenLayers of all heads that it can have */
    protected static List<String> everyStage(List<String> hiddenLayers) {
        return DetectorStages.with(hiddenLayers, EVERY_STAGE);
    }

    @Override
    public final List<MeasureInfo> everyMeasure() {
        return ProposalMeasures.learned();
    }

    @Override
    public final List<CurveInfo> curves() {
        return ProposalMeasures.curves();
    }
}
