package dev.roilab.model.encoderdecoder;

import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.pixel.PixelFit;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.List;
import java.util.Optional;

/**
 * An encoder of convolutions and poolings, and a decoder that mirrors it, as in DeconvNet (arXiv:1505.04366) and SegNet
 * (arXiv:1511.00561).
 *
 * @param channels of each block of the encoder, from the picture down; behind each block maps are halved
 * @param convolutions of 3 x 3 in each block, of encoder and decoder
 * @param batchNorm whether each of them is normalised
 * @param upsampling the way up
 * @param classWeights what a pixel of each class counts in the loss; absent: all the same
 */
public record EncoderDecoderSettings(
        @Range(min = 1) List<Integer> channels,
        @Range(min = 1) int convolutions,
        boolean batchNorm,
        Upsampling upsampling,
        @Range(min = 0) Optional<List<Double>> classWeights)
        implements ModelSettings {
    /** Of a network of at most this many blocks a picture of 1024 pixels still has a cell. */
    private static final int MOST_BLOCKS = 10;

    /** How the decoder makes maps twice as large. None of it has parameters but those of a convolution. */
    public enum Upsampling {
        /** Not at all, since no map is made smaller: every convolution works at the picture's size. */
        NONE,
        /** Each cell four times. */
        NEAREST,
        /** Each cell at the upper left of four, the others zero. */
        BED_OF_NAILS,
        /** Each cell where the maximum was that the pooling of the same height in the encoder took, the others zero. */
        MAX_UNPOOLING,
        /** The first convolution of each block of the decoder is a transposed one of stride 2. */
        TRANSPOSED_CONVOLUTION,
        /** Interpolation between cells. */
        BILINEAR
    }

    public EncoderDecoderSettings {
        channels = List.copyOf(channels);
        classWeights = classWeights.map(List::copyOf);
        List<String> problems = Ranges.problems(
                EncoderDecoderSettings.class, channels, convolutions, batchNorm, upsampling, classWeights);
        if (channels.isEmpty() || channels.size() > MOST_BLOCKS) {
            problems.add("channels must name 1 to %d blocks, got %d".formatted(MOST_BLOCKS, channels.size()));
        }
        PixelFit.weightsProblem(classWeights).ifPresent(problems::add);
        Ranges.throwAny(problems);
    }

    /** Pixels for a cell of the smallest map. */
    int stride() {
        return upsampling == Upsampling.NONE ? 1 : 1 << channels.size();
    }
}
