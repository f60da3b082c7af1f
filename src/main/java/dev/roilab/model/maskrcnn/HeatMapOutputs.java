package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.HeatMapPeaks;
import dev.roilab.geometry.keypoint.HeatMapTargets;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.nn.ConvTranspose2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Rows;
import dev.roilab.nn.Upsample2d;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A heat map a key point: a softmax over its cells, one of which is to be on; Mask R-CNN (arXiv:1703.06870), section 5.
 * The loss is a mean over the points that are learned. S cells a side of a map, K points.
 */
final class HeatMapOutputs implements PointOutputs {
    private static final int ENLARGEMENT = 2;

    private final ConvTranspose2d maps;
    private final Optional<Upsample2d> enlarged;
    private final int points;
    private final int cells;

    HeatMapOutputs(
            ParameterFactory factory, int channels, int points, KeyPointSettings.Outputs.HeatMap settings, int side) {
        this.maps = ConvTranspose2d.withBias(
                factory.in("kps_score_lowres"),
                Shape.of(channels, points, 4, 4),
                Convolution.of(2, 1),
                Activation.NONE,
                Initializer.heFanOut());
        this.enlarged = settings.enlarged()
                .filter(more -> more)
                .map(_ -> new Upsample2d(ENLARGEMENT, Resampling.Kind.BILINEAR));
        this.points = points;
        this.cells = settings.factor() * side;
    }

    /** [R * K, S * S]. */
    private Variable logits(Tape tape, Variable features) {
        Variable small = maps.forward(tape, features);
        return Rows.ofMaps(
                tape, enlarged.map(layer -> layer.forward(tape, small)).orElse(small));
    }

    @Override
    public Optional<LossTerms> terms(Tape tape, Variable features, List<List<KeyPoint>> points, List<Box> boxes) {
        int[] labels = new int[points.size() * this.points];
        for (int region = 0; region < points.size(); region++) {
            int[] own = HeatMapTargets.cells(points.get(region), boxes.get(region), cells);
            System.arraycopy(own, 0, labels, region * this.points, own.length);
        }
        long learned = Arrays.stream(labels)
                .filter(label -> label != HeatMapTargets.NONE)
                .count();
        if (learned == 0) {
            return Optional.empty();
        }
        Variable logits = logits(tape, features);
        return Optional.of(LossTerms.of(
                LOSS, logits, tape.engine().losses().softmaxCrossEntropy(logits.value(), labels, 1.0 / learned)));
    }

    @Override
    public List<List<KeyPoint>> find(Tape tape, Variable features, List<Box> boxes) {
        float[] all = logits(tape, features).value().toFloats();
        int size = points * cells * cells;
        List<List<KeyPoint>> found = new ArrayList<>();
        for (int region = 0; region < boxes.size(); region++) {
            float[] own = Arrays.copyOfRange(all, region * size, (region + 1) * size);
            found.add(HeatMapPeaks.find(own, points, boxes.get(region)).stream()
                    .map(peak -> new KeyPoint(peak.x(), peak.y(), Visibility.VISIBLE))
                    .toList());
        }
        return found;
    }

    @Override
    public List<Parameter> parameters() {
        return maps.parameters();
    }
}
