package dev.roilab.detect;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Resizing.Extent;
import dev.roilab.data.TrueObjects;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.task.CurveInfo;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.yaml.Doubt;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/**
 * One system of one paper, as studies name it: all that the harness asks of it, so that it need not know which systems
 * there are.
 *
 * @param <S> its {@code model} block
 * @param <P> what it finds in an image
 */
public interface Recipe<S extends ModelSettings, P> {
    /** The problem that it is made for, with all its parts. */
    Task<?, P> task();

    /** The same with these settings, of a problem of several parts that a model need not all solve. */
    default Task<?, P> task(S model) {
        return task();
    }

    /** The record of its {@code model} block, whose name is the {@code type} in a study. */
    Class<S> settings();

    /**
     * What it cannot honour and a study can leave out.
     *
     * @return a line each: what is wrong and what to do, beginning with the setting's path
     */
    List<String> foreign(S model, TrainSettings train, TestSettings test);

    /** What every study has and it does not read. */
    default List<UnreadBlock> unread() {
        return List.of();
    }

    /**
     * Looks at the data of a trial before anything is trained.
     *
     * @param data as the task can read it
     * @param pictures of both splits
     * @throws dev.roilab.data.DataException if these settings cannot serve them, a line each
     */
    default void requireFit(S model, Dataset<TrueObjects> data, TrainingPictures pictures) {}

    /** Values that are possible on these pictures and hardly meant, with paths that start at the study. */
    default List<Doubt> doubts(S model, TrainSettings train, TrainingPictures pictures) {
        return train.doubts(pictures.count()).stream()
                .map(doubt -> doubt.below("train."))
                .toList();
    }

    /** What its settings leave unread on pictures that are all of this size, with paths that start at the study. */
    default List<Unread> unread(S model, Extent picture) {
        return List.of();
    }

    /** Proposals that are found for it ahead of its training; absent where it looks at none, or makes its own. */
    default Optional<ProposalSettings> proposals(S model) {
        return Optional.empty();
    }

    /** The convolutions that a study's pretraining, or a file, gives their first weights; absent where it has none. */
    default Optional<BackboneSettings> backbone(S model) {
        return Optional.empty();
    }

    /** Stages of its test, in order; that of {@link #proposals} is the harness's. */
    List<String> stages(S model);

    /** The same with all that it can have, and hidden layers as the papers' networks have them. */
    List<String> everyStage();

    /**
     * What it measures beside its task's measures, over all settings that it can have, and with hidden layers as the
     * papers' networks have them: what schema and reference list.
     */
    default List<MeasureInfo> everyMeasure() {
        return List.of();
    }

    /** Those of {@link #everyMeasure} that it measures with these settings, and those of its own hidden layers. */
    default List<MeasureInfo> measures(S model) {
        return everyMeasure();
    }

    /** Curves that its trials keep beside their task's. */
    default List<CurveInfo> curves() {
        return List.of();
    }

    /**
     * What stands for its findings while it is timed without its training ({@link SystemParts#untrained}), for whoever
     * reads the times.
     */
    default String untrained() {
        return "findings of fresh weights";
    }

    /** Steps of each training by gradient descent, one after the other. */
    default List<Integer> trainings(S model, TrainSettings train) {
        return List.of(train.steps());
    }

    /** Without what is done to trained weights: arms that differ in it alone start as one network. */
    default S beforeTraining(S model) {
        return model;
    }

    /**
     * Keys of the {@code model} block that the training by gradient descent does not see, such as {@code head.svd}:
     * arms that differ in them alone share one training.
     */
    default List<String> afterTraining() {
        return List.of();
    }

    /**
     * What is done to trained weights and counts as training: arms that share a training and are equal in this take the
     * same time to train and diverge together, whatever else differs between them.
     */
    default List<Object> workAfterTraining(S model) {
        return List.of();
    }

    /**
     * What stands for it where a few steps on a few images tell what all of it takes: without what takes as long
     * however little there is to train on.
     */
    default S rehearsed(S model) {
        return model;
    }

    /** A system with fresh weights, in the engine's present scope. */
    Learner<P> create(SystemParts parts, S model);
}
