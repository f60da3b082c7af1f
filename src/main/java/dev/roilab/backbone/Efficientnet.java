package dev.roilab.backbone;

import dev.roilab.backbone.EfficientnetSettings.Variant;
import dev.roilab.nn.BatchNorm2d;
import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * EfficientNet (arXiv:1905.11946), table 1, B0 to B7: mobile inverted bottlenecks, their number and channels scaled
 * together, without the stages beyond the stride asked for. Channels are multiples of 8, as the paper's code rounds
 * them. Names are torchvision's, {@code features.STAGE.BLOCK}. [N, 3, H, W] to [N, 1280 width, H / 32, W / 32], rounded
 * up, with all stages.
 */
public final class Efficientnet extends LayerStack {
    static final ConvolutionUnits.Names NAMES = new ConvolutionUnits.Names("0", "1");

    // torchvision trained its large networks with TensorFlow's numbers and the small ones with PyTorch's.
    private static final BatchNorm2d.Constants LARGE = new BatchNorm2d.Constants(1e-3, 0.01);

    private static final int STEM_CHANNELS = 32;
    private static final int STEM_STRIDE = 2;

    /** Channels of the last convolution, as multiples of those before it. */
    private static final int LAST = 4;

    /** Rounded channels are no fewer than this part of the exact ones. */
    private static final double LEAST = 0.9;

    private static final int MULTIPLE = 8;

    /** A row of table 1: blocks that are alike but for the first, which has the stride. */
    private record Stage(int expansion, int kernel, int stride, int channels, int blocks) {}

    private static final List<Stage> STAGES = List.of(
            new Stage(1, 3, 1, 16, 1),
            new Stage(6, 3, 2, 24, 2),
            new Stage(6, 5, 2, 40, 2),
            new Stage(6, 3, 2, 80, 3),
            new Stage(6, 5, 1, 112, 3),
            new Stage(6, 5, 2, 192, 4),
            new Stage(6, 3, 1, 320, 1));

    /** Builds the network; with no file of weights it is drawn from the factory's streams. */
    public Efficientnet(EfficientnetSettings settings, ParameterFactory root) {
        var stages = new Stages(root, settings.frozenBelow());
        var units = ConvolutionUnits.unscaled(settings.norm(), constants(settings.variant()));
        int first = channels(settings, STEM_CHANNELS);
        Layer stem = MobileBlock.activated(
                units, feature(stages, 0), Shape.of(first, 3, 3, 3), Convolution.of(STEM_STRIDE, 1));
        var placed = new ArrayList<Placed>();
        placed.add(new Placed(stem, STEM_STRIDE, first));
        int count = mobileStages(settings.stride());
        double all = blocks(settings, STAGES.size());
        for (int stage = 1; stage <= count; stage++) {
            ParameterFactory factory = feature(stages, stage);
            for (MobileBlock block : blocks(settings, STAGES.get(stage - 1), placed.getLast())) {
                int before = placed.size() - 1;
                int place = before - blocks(settings, stage - 1);
                double dropped = settings.stochasticDepth() * before / all;
                Layer layer = block.layer(units, factory.in(String.valueOf(place)), dropped);
                placed.add(new Placed(layer, placed.getLast().stride() * block.stride(), block.outputs()));
            }
        }
        if (count == STAGES.size()) {
            int channels = placed.getLast().channels();
            Shape kernel = Shape.of(LAST * channels, channels, 1, 1);
            Layer last = MobileBlock.activated(units, feature(stages, count + 1), kernel, Convolution.of(1, 0));
            placed.add(new Placed(last, placed.getLast().stride(), LAST * channels));
        }
        super(placed);
    }

    /** The blocks of a stage. */
    private static List<MobileBlock> blocks(EfficientnetSettings settings, Stage stage, Placed before) {
        int outputs = channels(settings, stage.channels());
        var same = new MobileBlock(stage.expansion(), stage.kernel(), 1, outputs, outputs);
        List<MobileBlock> blocks = new ArrayList<>(Collections.nCopies(blocks(settings, stage), same));
        blocks.set(0, new MobileBlock(stage.expansion(), stage.kernel(), stage.stride(), before.channels(), outputs));
        return blocks;
    }

    private static ParameterFactory feature(Stages stages, int stage) {
        return stages.factory(stage).in("features").in(String.valueOf(stage));
    }

    private static BatchNorm2d.Constants constants(Variant variant) {
        return variant.compareTo(Variant.B5) < 0 ? BatchNorm2d.Constants.USUAL : LARGE;
    }

    /** Stages of blocks up to a stride. */
    private static int mobileStages(int stride) {
        int reached = STEM_STRIDE;
        int count = 0;
        while (count < STAGES.size() && reached * STAGES.get(count).stride() <= stride) {
            reached *= STAGES.get(count).stride();
            count++;
        }
        return count;
    }

    /** Stages that can be frozen: the stem, those of blocks, and in the whole network the last convolution. */
    static int stageCount(int stride) {
        int count = mobileStages(stride);
        return 1 + count + (count == STAGES.size() ? 1 : 0);
    }

    private static int blocks(EfficientnetSettings settings, Stage stage) {
        return (int) Math.ceil(stage.blocks() * (settings.variant().depth() * settings.depth()));
    }

    /** Of the first stages together. */
    private static int blocks(EfficientnetSettings settings, int stages) {
        return STAGES.subList(0, stages).stream()
                .mapToInt(stage -> blocks(settings, stage))
                .sum();
    }

    /** Scaled channels, rounded to a multiple of 8 that is not much smaller. */
    private static int channels(EfficientnetSettings settings, int channels) {
        double exact = channels * (settings.variant().width() * settings.width());
        int rounded = Math.max(MULTIPLE, (int) (exact + MULTIPLE / 2.0) / MULTIPLE * MULTIPLE);
        return rounded < LEAST * exact ? rounded + MULTIPLE : rounded;
    }

    /** Channels of the last map. */
    static int channels(EfficientnetSettings settings) {
        int count = mobileStages(settings.stride());
        int last = channels(settings, STAGES.get(count - 1).channels());
        return count == STAGES.size() ? LAST * last : last;
    }

    /** Channels of the stem and of each stage: what a width comes to. */
    static List<Integer> widths(EfficientnetSettings settings) {
        List<Integer> widths = new ArrayList<>(List.of(channels(settings, STEM_CHANNELS)));
        STAGES.subList(0, mobileStages(settings.stride()))
                .forEach(stage -> widths.add(channels(settings, stage.channels())));
        return List.copyOf(widths);
    }

    /** Whether a block that learns may be left out at all: only those can that their input is added to. */
    static boolean leavesOut(EfficientnetSettings settings) {
        for (int stage = 1; stage <= mobileStages(settings.stride()); stage++) {
            boolean learns = stage >= settings.frozenBelow();
            // The first block of all is never left out.
            boolean sums = blocks(settings, STAGES.get(stage - 1)) > 1 || (stage > 1 && keepsShape(settings, stage));
            if (learns && sums) {
                return true;
            }
        }
        return false;
    }

    /** Whether the first block of a stage gives a map of the shape that it gets. */
    private static boolean keepsShape(EfficientnetSettings settings, int stage) {
        Stage row = STAGES.get(stage - 1);
        int before = STAGES.get(stage - 2).channels();
        return row.stride() == 1 && channels(settings, before) == channels(settings, row.channels());
    }

    /** Blocks of each stage, and where it matters those of the whole network: what a depth comes to. */
    static List<Integer> depths(EfficientnetSettings settings) {
        List<Integer> depths = new ArrayList<>();
        STAGES.subList(0, mobileStages(settings.stride())).forEach(stage -> depths.add(blocks(settings, stage)));
        if (settings.stochasticDepth() > 0 && leavesOut(settings)) {
            depths.add(blocks(settings, STAGES.size()));
        }
        return List.copyOf(depths);
    }
}
