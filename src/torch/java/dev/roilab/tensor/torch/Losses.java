package dev.roilab.tensor.torch;

import dev.roilab.tensor.LossOperations.LossGradient;
import dev.roilab.tensor.RegressionLoss;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.cpu.Shapes;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Softmax and the losses, in double precision: their tensors are small, and their sums decide about divergence. */
final class Losses {
    private final TorchMemory memory;

    Losses(TorchMemory memory) {
        this.memory = memory;
    }

    TorchTensor softmax(TorchTensor logits) {
        Shapes.requireClasses(logits.shape());
        return memory.make(
                logits.shape(),
                () -> logits.value().to(ScalarType.Double).softmax(1).to(ScalarType.Float));
    }

    LossGradient softmaxCrossEntropy(TorchTensor logits, int[] labels, double factor) {
        Shapes.requireLabels(logits.shape(), labels);
        return memory.calls().call(() -> {
            Tensor wanted = memory.indices(labels).unsqueeze(1);
            Tensor ignored = wanted.lt(new Scalar(0));
            Tensor columns = wanted.masked_fill(ignored, new Scalar(0));
            // What stands in a row without a label must not reach the sum, not even as NaN.
            Tensor values = rows(logits).masked_fill(ignored, new Scalar(0));
            Tensor logarithms = values.log_softmax(1);
            Tensor terms = logarithms.gather(1, columns).masked_fill_(ignored, new Scalar(0));
            Tensor slopes = logarithms.exp();
            slopes.scatter_(1, columns, slopes.gather(1, columns).sub(new Scalar(1)));
            Tensor gradient = slopes.mul_(new Scalar(factor)).masked_fill_(ignored, new Scalar(0));
            Tensor loss = terms.sum().mul(new Scalar(-factor));
            return new LossGradient(
                    new DeferredNumber(memory, loss),
                    memory.adopt(logits.shape(), likeLogits(gradient.to(ScalarType.Float), logits.shape())));
        });
    }

    /** A row of classes for each row or cell. */
    private static Tensor rows(TorchTensor logits) {
        Tensor values = logits.value().to(ScalarType.Double);
        return logits.shape().rank() == 4
                ? values.permute(0, 2, 3, 1).reshape(-1, logits.shape().size(1))
                : values;
    }

    private static Tensor likeLogits(Tensor rows, Shape logits) {
        return logits.rank() == 4
                ? rows.view(logits.size(0), logits.size(2), logits.size(3), logits.size(1))
                        .permute(0, 3, 1, 2)
                : rows;
    }

    LossGradient regression(TorchTensor predictions, TorchTensor targets, TorchTensor weights, RegressionLoss kind) {
        Shapes.requireEqual("regression targets", targets.shape(), predictions.shape());
        Shapes.requireEqual("regression weights", weights.shape(), predictions.shape());
        return memory.calls().call(() -> {
            Tensor weight = weights.value().to(ScalarType.Double);
            // A row without a weight has no target: whatever stands there must not reach the sum, not even as NaN.
            Tensor difference = predictions
                    .value()
                    .to(ScalarType.Double)
                    .sub(targets.value().to(ScalarType.Double))
                    .masked_fill_(weight.eq(new Scalar(0)), new Scalar(0));
            Tensor loss = penalty(kind, difference).mul(weight).sum();
            Tensor gradient = slope(kind, difference).mul(weight);
            return new LossGradient(
                    new DeferredNumber(memory, loss), memory.adopt(predictions.shape(), gradient.to(ScalarType.Float)));
        });
    }

    LossGradient binaryCrossEntropy(TorchTensor logits, TorchTensor targets, TorchTensor weights) {
        Shapes.requireEqual("targets of a binary cross entropy", targets.shape(), logits.shape());
        Shapes.requireEqual("weights of a binary cross entropy", weights.shape(), logits.shape());
        return memory.calls().call(() -> {
            Tensor weight = weights.value().to(ScalarType.Double);
            // What has no weight is ignored: whatever stands there must not reach the sum, not even as NaN.
            Tensor ignored = weight.eq(new Scalar(0));
            Tensor x = logits.value().to(ScalarType.Double).masked_fill(ignored, new Scalar(0));
            Tensor t = targets.value().to(ScalarType.Double).masked_fill(ignored, new Scalar(0));
            Tensor terms = x.clamp_min(new Scalar(0))
                    .sub(x.mul(t))
                    .add(x.abs().neg().exp().log1p());
            Tensor gradient = x.sigmoid().sub(t).mul(weight);
            return new LossGradient(
                    new DeferredNumber(memory, terms.mul(weight).sum()),
                    memory.adopt(logits.shape(), gradient.to(ScalarType.Float)));
        });
    }

    private static Tensor penalty(RegressionLoss kind, Tensor difference) {
        Tensor size = difference.abs();
        return switch (kind) {
            case RegressionLoss.L2() -> size.mul(size).mul(new Scalar(0.5));
            case RegressionLoss.L1() -> size;
            case RegressionLoss.SmoothL1(double beta) ->
                torch.where(
                        size.lt(new Scalar(beta)),
                        size.mul(size).div(new Scalar(2 * beta)),
                        size.sub(new Scalar(beta / 2)));
        };
    }

    private static Tensor slope(RegressionLoss kind, Tensor difference) {
        return switch (kind) {
            case RegressionLoss.L2() -> difference;
            case RegressionLoss.L1() -> sign(difference);
            case RegressionLoss.SmoothL1(double beta) ->
                torch.where(difference.abs().lt(new Scalar(beta)), difference.div(new Scalar(beta)), sign(difference));
        };
    }

    /** ATen's sign of NaN is 0. */
    private static Tensor sign(Tensor difference) {
        return torch.where(difference.isnan(), difference, difference.sgn());
    }
}
