package dev.roilab.model.pose;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Sample;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.picture.PictureLearner;
import dev.roilab.nn.LossTerms;
import dev.roilab.task.pose.FoundPose;
import dev.roilab.task.pose.PoseTask;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.StageTimer;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.DivergenceGuard;
import dev.roilab.train.TrainingListener;
import dev.roilab.train.TrainingOutcome;
import java.util.Optional;
import java.util.SplittableRandom;

/** A pose regressor with its training. */
final class PoseRegressorLearner extends PictureLearner<FoundPose> {
    private final SystemParts parts;
    private final JointTargets targets;
    private final PoseRegressor network;
    private final JointLoss loss;
    private final ImagePreparation pictures;

    PoseRegressorLearner(SystemParts parts, PoseRegressorSettings model) {
        var targets =
                new JointTargets(PoseTask.INSTANCE.read(parts.data()).classes().size());
        var network = new PoseRegressor(parts.engine(), model, targets, parts.random());
        super(parts, network.parameters(), network.buffers());
        this.parts = parts;
        this.targets = targets;
        this.network = network;
        this.loss = model.jointLoss();
        this.pictures = parts.scales().own(network.stride());
    }

    @Override
    public TrainingOutcome train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        var batches = new ImageSampling(parts, parts.scales().of(parts.train(), network.stride()), parts.random());
        return descend(batches, this::terms, listener, checkpoints);
    }

    private Optional<LossTerms> terms(Tape tape, MiniBatch batch) {
        SplittableRandom dropped = parts.random().stream("dropout " + batch.step());
        Variable outputs = network.forward(tape, batch.pixels(), dropped, Stages.UNTIMED);
        return Optional.of(targets.loss(tape.engine(), outputs, batch.images(), loss));
    }

    @Override
    public FoundPose predict(Sample<?> sample) {
        Engine engine = parts.engine();
        StageTimer timer = parts.timer();
        return read(sample, pictures, (image, batch) -> {
            // Nothing is dropped in a test.
            Variable outputs = network.forward(Tape.inference(engine), batch, new SplittableRandom(0), timer);
            float[] said = timer.stage("copies", () -> outputs.value().toFloats());
            DivergenceGuard.requireNumbers("the test of image " + sample.id(), "joints", said);
            return new FoundPose(targets.joints(said, image.placement()));
        });
    }
}
