package dev.roilab.backbone;

import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@code model.backbone} block of a study: which network, cut where, from which weights, learning what. */
public sealed interface BackboneSettings
        permits BackboneSettings.Resnet,
                BackboneSettings.Vgg,
                BackboneSettings.Alexnet,
                BackboneSettings.SmallResnet,
                BackboneSettings.Densenet,
                BackboneSettings.Googlenet,
                EfficientnetSettings,
                SqueezenetSettings,
                BackboneSettings.Tiny {
    int stride();

    /** A safetensors file; absent: He initialisation from the trial's seed. */
    Optional<String> weights();

    /** Stages below this one keep their weights: 1 freezes the stem, 2 the first stage too, and so on; 0 trains all. */
    int frozenBelow();

    /** How batch normalisation takes part in training. */
    enum Norm {
        /** Batch statistics in training, running averages in inference. */
        TRAINED,
        /** The running averages and the affine map of the weight file, never changed. */
        FROZEN,
        /** No normalisation layer: the weight file has it multiplied into the convolutions, which have biases. */
        FOLDED
    }

    /**
     * ResNet (arXiv:1512.03385), cut after the stage that reaches {@code stride}: 8, 16 or 32.
     *
     * @param squeezeExcitation by how much squeeze-and-excitation (arXiv:1709.01507) reduces each branch's channels
     *     (16); absent: there is none
     * @param dilatedStage the stage after it, which keeps the stride; absent: there is none
     */
    record Resnet(
            @Range(among = {18, 34, 50, 101, 152}) int depth,
            @Range(among = {8, 16, 32}) int stride,
            Norm norm,
            @Range(min = 1) Optional<Integer> squeezeExcitation,
            Optional<DilatedStage> dilatedStage,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings {
        /** Without squeeze-and-excitation and a dilated stage. */
        public Resnet(int depth, int stride, Norm norm, Optional<String> weights, int frozenBelow) {
            this(depth, stride, norm, Optional.empty(), Optional.empty(), weights, frozenBelow);
        }

        public Resnet {
            List<String> problems = Ranges.problems(
                    Resnet.class, depth, stride, norm, squeezeExcitation, dilatedStage, weights, frozenBelow);
            if (problems.isEmpty()) {
                problems.addAll(DilatedStage.problems(
                        dilatedStage, stride, 32, dev.roilab.backbone.Resnet.kernels(depth, stride)));
            }
            Ranges.throwAny(problems);
        }
    }

    /**
     * VGG (arXiv:1409.1556), configurations A (11 layers), B (13), D (16) and E (19), its channels multiplied by
     * {@code width}.
     *
     * @param norm after each convolution, as torchvision's networks whose names end in _bn have it; absent: none
     */
    record Vgg(
            @Range(among = {11, 13, 16, 19}) int depth,
            @Range(among = {8, 16, 32}) int stride,
            @Range(above = 0) double width,
            Optional<Norm> norm,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings, PartlyRead {
        /** As the paper has it, without normalisation. */
        public Vgg(int depth, int stride, double width, Optional<String> weights, int frozenBelow) {
            this(depth, stride, width, Optional.empty(), weights, frozenBelow);
        }

        public Vgg {
            Ranges.require(Vgg.class, depth, stride, width, norm, weights, frozenBelow);
        }

        @Override
        public List<Unread> unread() {
            List<Unread> unread = new ArrayList<>(Unread.asDefault("norm", norm, Norm.FOLDED));
            unread.add(Unread.same(
                    "the same numbers of channels", dev.roilab.backbone.Vgg.channels(stride, width), "width"));
            return unread;
        }
    }

    /**
     * AlexNet (arXiv:1404.5997), its channels multiplied by {@code width}.
     *
     * @param localResponse whether local response normalisation follows the first two convolutions, as in the paper of
     *     2012; absent: it does not
     */
    record Alexnet(
            @Range(among = {8, 16, 32}) int stride,
            @Range(above = 0) double width,
            Optional<Boolean> localResponse,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings, PartlyRead {
        /** Without normalisation. */
        public Alexnet(int stride, double width, Optional<String> weights, int frozenBelow) {
            this(stride, width, Optional.empty(), weights, frozenBelow);
        }

        public Alexnet {
            Ranges.require(Alexnet.class, stride, width, localResponse, weights, frozenBelow);
        }

        @Override
        public List<Unread> unread() {
            List<Unread> unread = new ArrayList<>(Unread.asDefault("local_response", localResponse, false));
            unread.add(Unread.same(
                    "the same numbers of channels", dev.roilab.backbone.Alexnet.channels(stride, width), "width"));
            return unread;
        }
    }

    /**
     * The ResNet for small pictures (arXiv:1512.03385, section 4.2), cut after the stage that reaches {@code stride}.
     *
     * @param depth layers of the whole network: 8, 14, 20, ..., 56, 110, and with bottlenecks 11, 20, 29, ..., 164
     * @param width channels of the first stage (16), doubled at each further one; those inside of bottlenecks, which
     *     give four times as many
     * @param block absent: basic
     * @param shortcut around each block
     * @param squeezeExcitation by how much squeeze-and-excitation (arXiv:1709.01507) reduces each branch's channels;
     *     absent: there is none
     * @param dilatedStage the stage after it, which keeps the stride; absent: there is none
     */
    record SmallResnet(
            @Range(min = 8) int depth,
            @Range(among = {1, 2, 4}) int stride,
            @Range(min = 1) int width,
            Optional<ResidualBlock> block,
            Shortcut shortcut,
            Norm norm,
            @Range(min = 1) Optional<Integer> squeezeExcitation,
            Optional<DilatedStage> dilatedStage,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings, PartlyRead {
        /** What is added to a block's output. */
        public enum Shortcut {
            /** Nothing: a plain network. */
            NONE,
            /** The input; where the map changes, every second cell of it and zeros for new channels: option A. */
            IDENTITY,
            /** The input, through a 1 x 1 convolution where the map changes: option B. */
            PROJECTION
        }

        /** Of basic blocks, without squeeze-and-excitation and a dilated stage. */
        public SmallResnet(
                int depth,
                int stride,
                int width,
                Shortcut shortcut,
                Norm norm,
                Optional<String> weights,
                int frozenBelow) {
            this(
                    depth,
                    stride,
                    width,
                    Optional.empty(),
                    shortcut,
                    norm,
                    Optional.empty(),
                    Optional.empty(),
                    weights,
                    frozenBelow);
        }

        public SmallResnet {
            List<String> problems = Ranges.problems(
                    SmallResnet.class,
                    depth,
                    stride,
                    width,
                    block,
                    shortcut,
                    norm,
                    squeezeExcitation,
                    dilatedStage,
                    weights,
                    frozenBelow);
            problems.addAll(dev.roilab.backbone.SmallResnet.problems(depth, stride, blocks(block), dilatedStage));
            Ranges.throwAny(problems);
        }

        private static ResidualBlock blocks(Optional<ResidualBlock> block) {
            return block.orElse(ResidualBlock.BASIC);
        }

        /** What there is between two shortcuts. */
        ResidualBlock blocks() {
            return blocks(block);
        }

        @Override
        public List<Unread> unread() {
            return Unread.asDefault("block", block, ResidualBlock.BASIC);
        }
    }

    /**
     * DenseNet-BC (arXiv:1608.06993), cut after the block that reaches {@code stride}.
     *
     * @param blocks layers of each dense block: 6, 12, 24, 16 in the network of 121 layers
     * @param growth channels that each layer adds, k: 32 there
     */
    record Densenet(
            @Range(min = 1) List<Integer> blocks,
            @Range(min = 1) int growth,
            Stem stem,
            @Range(among = {1, 2, 4, 8, 16, 32}) int stride,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings {
        /** What comes before the first block. */
        public enum Stem {
            /** A 3 x 3 convolution: for small pictures. */
            SMALL,
            /** A 7 x 7 convolution of stride 2 and a pooling. */
            LARGE;

            int stride() {
                return this == SMALL ? 1 : 4;
            }
        }

        public Densenet {
            blocks = List.copyOf(blocks);
            List<String> problems = Ranges.problems(Densenet.class, blocks, growth, stem, stride, weights, frozenBelow);
            int last = stem.stride() << Math.max(0, blocks.size() - 1);
            if (blocks.isEmpty()) {
                problems.add("blocks must name at least one");
            } else if (stride < stem.stride() || stride > last) {
                problems.add("stride must be %d to %d with a %s stem and %d blocks, got %d"
                        .formatted(stem.stride(), last, stem.name().toLowerCase(Locale.ROOT), blocks.size(), stride));
            }
            Ranges.throwAny(problems);
        }

        /** How many blocks there are up to the stride. */
        int blockCount() {
            return Integer.numberOfTrailingZeros(stride / stem.stride()) + 1;
        }
    }

    /**
     * GoogLeNet (arXiv:1409.4842) with batch normalisation, cut before the pooling that would exceed {@code stride}.
     *
     * @param width by which all numbers of channels are multiplied
     * @param reductions whether 1 x 1 convolutions come before the larger kernels and after the pooling of a module,
     *     figure 2 b; absent: they do, and without them it is figure 2 a
     */
    record Googlenet(
            @Range(among = {8, 16, 32}) int stride,
            @Range(above = 0) double width,
            Norm norm,
            Optional<Boolean> reductions,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings, PartlyRead {
        /** With reductions. */
        public Googlenet(int stride, double width, Norm norm, Optional<String> weights, int frozenBelow) {
            this(stride, width, norm, Optional.empty(), weights, frozenBelow);
        }

        public Googlenet {
            Ranges.require(Googlenet.class, stride, width, norm, reductions, weights, frozenBelow);
        }

        /** Whether modules have them. */
        boolean reduces() {
            return reductions.orElse(true);
        }

        @Override
        public List<Unread> unread() {
            List<Unread> unread = new ArrayList<>(Unread.asDefault("reductions", reductions, true));
            unread.add(
                    Unread.same("the same numbers of channels", dev.roilab.backbone.Googlenet.widths(this), "width"));
            return unread;
        }
    }

    /**
     * A small residual network for studies on a CPU: {@code width} channels in its first stage, doubled at each.
     *
     * @param dilatedStage the stage after it, which keeps the stride; absent: there is none
     */
    record Tiny(
            @Range(min = 1) int width,
            @Range(among = {8, 16, 32}) int stride,
            Optional<DilatedStage> dilatedStage,
            Optional<String> weights,
            @Range(min = 0) int frozenBelow)
            implements BackboneSettings {
        /** Without a dilated stage. */
        public Tiny(int width, int stride, Optional<String> weights, int frozenBelow) {
            this(width, stride, Optional.empty(), weights, frozenBelow);
        }

        public Tiny {
            List<String> problems = Ranges.problems(Tiny.class, width, stride, dilatedStage, weights, frozenBelow);
            problems.addAll(
                    DilatedStage.problems(dilatedStage, stride, 32, dev.roilab.backbone.Tiny.STAGE_CONVOLUTIONS));
            Ranges.throwAny(problems);
        }
    }
}
