package dev.roilab.model.fastrcnn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.compress.CompressionSummary;
import dev.roilab.compress.SvdSettings;
import dev.roilab.detect.DetectionRecipe;
import dev.roilab.detect.DetectionSystem;
import dev.roilab.detect.DetectorStages;
import dev.roilab.detect.ProposalMeasures;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.postprocessing.DetectedBoxes;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.staged.ClassSvms;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.task.CurveInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fast R-CNN (arXiv:1504.08083). */
public final class FastRcnnRecipe implements DetectionRecipe<FastRcnnSettings> {
    private static final List<String> EVERY_STAGE = List.of("neck", "roi", "outputs", ClassSvms.STAGE);

    @Override
    public Class<FastRcnnSettings> settings() {
        return FastRcnnSettings.class;
    }

    @Override
    public List<String> foreign(FastRcnnSettings model, TrainSettings train, TestSettings test) {
        List<String> lines = new ArrayList<>(model.sampling().misfit(train));
        if (model.svm().isPresent() && test.scales().isPresent()) {
            lines.add("test.scales cannot stand beside model.svm, which learns features of one scale; remove one");
        }
        return lines;
    }

    @Override
    public Optional<ProposalSettings> proposals(FastRcnnSettings model) {
        return Optional.of(model.proposals());
    }

    @Override
    public Optional<BackboneSettings> backbone(FastRcnnSettings model) {
        return Optional.of(model.head().whole(model.backbone()));
    }

    @Override
    public List<String> stages(FastRcnnSettings model) {
        List<String> own = new ArrayList<>(EVERY_STAGE);
        if (model.neck().isEmpty()) {
            own.remove("neck");
        }
        if (model.svm().isEmpty()) {
            own.remove(ClassSvms.STAGE);
        }
        return DetectorStages.with(model.head().names(), own);
    }

    @Override
    public List<String> everyStage() {
        return DetectorStages.with(DetectorStages.EVERY_HEAD, EVERY_STAGE);
    }

    @Override
    public List<MeasureInfo> everyMeasure() {
        List<MeasureInfo> measures = new ArrayList<>(ProposalMeasures.given());
        measures.addAll(CompressionSummary.measures(DetectorStages.PAPERS_LAYERS));
        return measures;
    }

    @Override
    public List<MeasureInfo> measures(FastRcnnSettings model) {
        List<MeasureInfo> measures = new ArrayList<>(ProposalMeasures.given());
        model.head()
                .svd()
                .map(svd -> CompressionSummary.measures(
                        model.head().names(), svd.ranks().isPresent()))
                .ifPresent(measures::addAll);
        return measures;
    }

    @Override
    public List<CurveInfo> curves() {
        return ProposalMeasures.curves();
    }

    @Override
    public List<Integer> trainings(FastRcnnSettings model, TrainSettings train) {
        List<Integer> trainings = new ArrayList<>(List.of(train.steps()));
        if (model.tasks().equals(Optional.of(FastRcnnSettings.Tasks.STAGE_WISE))) {
            trainings.add(train.steps());
        }
        model.head().svd().flatMap(SvdSettings::tuning).ifPresent(tuning -> trainings.add(tuning.steps()));
        return trainings;
    }

    /** Not where what finds things is made after the training. */
    @Override
    public boolean isTestedAlong(FastRcnnSettings model, TrainSettings train) {
        return trainings(model, train).size() == 1
                && model.svm().isEmpty()
                && model.head().svd().isEmpty();
    }

    @Override
    public FastRcnnSettings beforeTraining(FastRcnnSettings model) {
        return model.beforeTraining();
    }

    @Override
    public List<String> afterTraining() {
        return List.of("head.svd", "svm", PostprocessingSettings.KEY, DetectedBoxes.KEY);
    }

    @Override
    public DetectionSystem create(SystemParts parts, FastRcnnSettings model) {
        return new FastRcnnLearner(parts, model);
    }

    @Override
    public List<Object> workAfterTraining(FastRcnnSettings model) {
        return List.of(model.head().svd().map(SvdSettings::work), model.svm());
    }

    /** Singular vectors of large layers take minutes after a training of one step, too. */
    @Override
    public FastRcnnSettings rehearsed(FastRcnnSettings model) {
        return model.whole();
    }
}
