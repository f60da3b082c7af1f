package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.HeatMapTargets;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.nn.Flatten;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Linear;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.RegressionLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two numbers a key point, by a fully connected layer: how far to the right of the region's centre and how far below it
 * the point is, in sides of the region. The loss is smooth L1, summed over a point's two numbers as that of boxes is
 * over four, a mean over the points that are learned, which are those that heat maps learn of.
 */
final class CoordinateOutputs implements PointOutputs {
    private static final double DEVIATION = 0.001;

    private final Linear coordinates;
    private final int points;
    private final RegressionLoss loss;

    /** @param inputs C * P * P */
    CoordinateOutputs(ParameterFactory factory, int inputs, int points, KeyPointSettings.Outputs.Coordinates settings) {
        this.coordinates = Linear.create(
                factory.in("coordinates"), inputs, 2 * points, Activation.NONE, Initializer.normal(DEVIATION));
        this.points = points;
        this.loss = new RegressionLoss.SmoothL1(settings.beta());
    }

    private Variable forward(Tape tape, Variable features) {
        return coordinates.forward(tape, new Flatten().forward(tape, features));
    }

    @Override
    public Optional<LossTerms> terms(Tape tape, Variable features, List<List<KeyPoint>> points, List<Box> boxes) {
        float[] targets = new float[points.size() * 2 * this.points];
        float[] weights = new float[targets.length];
        int learned = 0;
        for (int region = 0; region < points.size(); region++) {
            Box box = boxes.get(region);
            int[] inside = HeatMapTargets.cells(points.get(region), box, 1);
            for (int point = 0; point < this.points; point++) {
                if (inside[point] != HeatMapTargets.NONE) {
                    KeyPoint goal = points.get(region).get(point);
                    int at = 2 * (region * this.points + point);
                    targets[at] = (float) ((goal.x() - (box.x1() + box.x2()) / 2) / box.width());
                    targets[at + 1] = (float) ((goal.y() - (box.y1() + box.y2()) / 2) / box.height());
                    weights[at] = 1;
                    weights[at + 1] = 1;
                    learned++;
                }
            }
        }
        return learned == 0 ? Optional.empty() : Optional.of(terms(tape, features, targets, weights, learned));
    }

    private LossTerms terms(Tape tape, Variable features, float[] targets, float[] weights, int learned) {
        Engine engine = tape.engine();
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= learned;
        }
        Variable said = forward(tape, features);
        return LossTerms.of(
                LOSS,
                said,
                engine.losses()
                        .regressionLoss(
                                said.value(),
                                engine.tensor(targets, said.shape()),
                                engine.tensor(weights, said.shape()),
                                loss));
    }

    @Override
    public List<List<KeyPoint>> find(Tape tape, Variable features, List<Box> boxes) {
        float[] said = forward(tape, features).value().toFloats();
        List<List<KeyPoint>> found = new ArrayList<>();
        for (int region = 0; region < boxes.size(); region++) {
            Box box = boxes.get(region);
            List<KeyPoint> own = new ArrayList<>();
            for (int point = 0; point < points; point++) {
                int at = 2 * (region * points + point);
                own.add(new KeyPoint(
                        (box.x1() + box.x2()) / 2 + said[at] * box.width(),
                        (box.y1() + box.y2()) / 2 + said[at + 1] * box.height(),
                        Visibility.VISIBLE));
            }
            found.add(own);
        }
        return found;
    }

    @Override
    public List<Parameter> parameters() {
        return coordinates.parameters();
    }
}
