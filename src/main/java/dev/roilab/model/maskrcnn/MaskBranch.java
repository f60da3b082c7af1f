package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.TrueObject;
import dev.roilab.detect.region.RegionSampler.Region;
import dev.roilab.geometry.mask.MaskTargets;
import dev.roilab.model.fasterrcnn.DrawnRegions;
import dev.roilab.model.fasterrcnn.RegionBranch;
import dev.roilab.neck.FeatureExtractor;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.ConvTranspose2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Rows;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The mask branch: convolutions over each region's grid, a transposed one that doubles its sides, a mask a class. Mask
 * R-CNN (arXiv:1703.06870), section 3: the loss is the mean binary cross entropy over the cells of the mask of the
 * region's true class, of regions that are an object's; or, table 2b, a softmax over the classes of each cell.
 *
 * <p>Shapes: R regions, K classes, M cells a side.
 */
final class MaskBranch implements RegionBranch {
    private static final String LOSS = "mask";

    /** From which part on a cell is the object's, where it must be one thing or the other. */
    private static final float MOSTLY = 0.5f;

    private final MaskSettings settings;
    private final int classes;
    private final int cells;
    private final BranchLayers layers;
    private final ConvTranspose2d doubling;
    private final Conv2d masks;

    /** A branch with fresh weights, of the names that torchvision gives them after its prefix. */
    MaskBranch(ParameterFactory factory, FeatureExtractor below, MaskSettings settings, int classes) {
        this.settings = settings;
        this.classes = classes;
        this.cells = 2 * BranchLayers.side(settings.roi());
        this.layers = new BranchLayers(
                factory, below, settings.roi(), settings.convolutions(), settings.channels(), "mask_fcn");
        this.doubling = ConvTranspose2d.withBias(
                factory.in("conv5_mask"),
                Shape.of(layers.channels(), settings.channels(), 2, 2),
                Convolution.of(2, 0),
                Activation.RELU,
                Initializer.heFanOut());
        this.masks = Conv2d.withBias(
                factory.in("mask_fcn_logits"),
                Shape.of(isSoftmax() ? classes + 1 : classes, settings.channels(), 1, 1),
                Convolution.of(1, 0),
                Activation.NONE,
                Initializer.heFanOut());
    }

    private boolean isSoftmax() {
        return settings.outputs() == MaskSettings.Outputs.SOFTMAX;
    }

    /** Before sigmoid or softmax: [R, K, M, M]; with a softmax [R, K + 1, M, M], background first. */
    private Variable logits(Tape tape, FeatureMaps maps, float[] rows) {
        return masks.forward(tape, doubling.forward(tape, layers.forward(tape, maps, rows)));
    }

    @Override
    public Optional<LossTerms> terms(Tape tape, FeatureMaps maps, DrawnRegions regions) {
        DrawnRegions learned = regions.foreground();
        if (learned.regions().isEmpty()) {
            return Optional.empty();
        }
        Engine engine = tape.engine();
        Variable logits = logits(tape, maps, learned.rows());
        int[] labels = learned.regions().stream()
                .mapToInt(region -> object(region).label())
                .toArray();
        float[] targets = targets(learned.regions());
        double each = 1.0 / targets.length;
        if (isSoftmax()) {
            int[] classOfCell = classOfCell(targets, labels);
            return Optional.of(
                    LossTerms.of(LOSS, logits, engine.losses().softmaxCrossEntropy(logits.value(), classOfCell, each)));
        }
        Variable own = own(tape, logits, labels);
        float[] weights = new float[targets.length];
        Arrays.fill(weights, (float) each);
        var loss = engine.losses()
                .binaryCrossEntropy(
                        own.value(), engine.tensor(targets, own.shape()), engine.tensor(weights, own.shape()));
        return Optional.of(LossTerms.of(LOSS, own, loss));
    }

    private static TrueObject object(Region region) {
        return region.target().orElseThrow();
    }

    /** [R, M * M] in [0, 1]. */
    private float[] targets(List<Region> regions) {
        int size = cells * cells;
        float[] targets = new float[regions.size() * size];
        for (int row = 0; row < regions.size(); row++) {
            Region region = regions.get(row);
            var mask = object(region).parts().mask().orElseThrow().pixels();
            System.arraycopy(MaskTargets.project(mask, region.box(), cells), 0, targets, row * size, size);
        }
        return targets;
    }

    private int[] classOfCell(float[] targets, int[] labels) {
        int[] classOfCell = new int[targets.length];
        for (int cell = 0; cell < targets.length; cell++) {
            classOfCell[cell] = targets[cell] >= MOSTLY ? labels[cell / (cells * cells)] + 1 : 0;
        }
        return classOfCell;
    }

    /** The mask of each region's own class, [R, M * M]. */
    private Variable own(Tape tape, Variable logits, int[] labels) {
        int[] rows = new int[labels.length];
        for (int region = 0; region < rows.length; region++) {
            rows[region] = region * classes + labels[region];
        }
        return Rows.gather(tape, Rows.ofMaps(tape, logits), rows);
    }

    /**
     * How likely each cell is the object's, of the class that was found: [M, M] a region.
     *
     * @param rows [R, 5]
     * @param labels R of them
     */
    List<float[]> probabilities(Tape tape, FeatureMaps maps, float[] rows, int[] labels) {
        Engine engine = tape.engine();
        Variable logits = logits(tape, maps, rows);
        int size = cells * cells;
        List<float[]> found = new ArrayList<>();
        float[] all = isSoftmax()
                ? engine.losses().softmax(logits.value()).toFloats()
                : engine.elementwise()
                        .sigmoid(own(tape, logits, labels).value())
                        .toFloats();
        for (int region = 0; region < labels.length; region++) {
            int start = isSoftmax() ? region * (classes + 1) + labels[region] + 1 : region;
            found.add(Arrays.copyOfRange(all, start * size, (start + 1) * size));
        }
        return found;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(layers.parameters());
        parameters.addAll(doubling.parameters());
        parameters.addAll(masks.parameters());
        return List.copyOf(parameters);
    }
}
