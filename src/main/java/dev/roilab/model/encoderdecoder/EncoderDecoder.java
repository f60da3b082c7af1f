package dev.roilab.model.encoderdecoder;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.detect.pixel.PixelNetwork;
import dev.roilab.model.encoderdecoder.EncoderDecoderSettings.Upsampling;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.MaxPool2d;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Sequential;
import dev.roilab.nn.Upsample2d;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Resampling;
import dev.roilab.tensor.Shape;
import dev.roilab.timing.Stages;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The network. Block i of the encoder makes C_i channels and is followed by a pooling; block i of the decoder begins by
 * going up to where that pooling began, on C_i channels, and ends with the C_(i-1) of the block before it. So a max
 * unpooling finds as many channels as its pooling had, and every way up has the same number of parameters: a transposed
 * convolution stands in the place of a block's first convolution.
 */
final class EncoderDecoder implements PixelNetwork {
    private static final MaxPool2d HALVING = new MaxPool2d(Pooling.of(2, 2, 0));

    private final EncoderDecoderSettings model;
    private final List<Sequential> encoder = new ArrayList<>();

    /** In the order of the encoder, with all ways up but that which needs the switches of its pooling. */
    private final List<Sequential> decoder = new ArrayList<>();

    private final Conv2d scores;

    /** A network with fresh weights. */
    EncoderDecoder(Engine engine, EncoderDecoderSettings model, int classes, RandomStreams random) {
        this.model = model;
        ParameterFactory root = ParameterFactory.of(engine, random);
        int inputs = 3;
        for (int block = 0; block < model.channels().size(); block++) {
            int channels = model.channels().get(block);
            encoder.add(new Sequential(new Units(model.batchNorm())
                    .block(root.in("encoder" + block), 0, from(inputs, same(model.convolutions(), channels)))));
            decoder.add(decoderBlock(engine, root.in("decoder" + block), channels, block == 0 ? channels : inputs));
            inputs = channels;
        }
        this.scores = Conv2d.withBias(
                root.in("scores"),
                Shape.of(classes, model.channels().getFirst(), 1, 1),
                Convolution.of(1, 0),
                Activation.NONE,
                Initializer.zeros());
    }

    private Sequential decoderBlock(Engine engine, ParameterFactory factory, int channels, int outputs) {
        var units = new Units(model.batchNorm());
        int count = model.convolutions();
        List<Integer> widths = new ArrayList<>(same(count, channels));
        widths.add(outputs);
        List<Layer> up = switch (model.upsampling()) {
            case NONE, MAX_UNPOOLING -> List.of();
            case NEAREST -> List.of(new Upsample2d(2, Resampling.Kind.NEAREST));
            case BILINEAR -> List.of(new Upsample2d(2, Resampling.Kind.BILINEAR));
            case BED_OF_NAILS -> List.of(new BedOfNails(engine, channels));
            case TRANSPOSED_CONVOLUTION -> List.of(units.transposed(factory.in("0"), channels, widths.get(1)));
        };
        boolean first = model.upsampling() == Upsampling.TRANSPOSED_CONVOLUTION;
        List<Layer> convolutions =
                first ? units.block(factory, 1, widths.subList(1, widths.size())) : units.block(factory, 0, widths);
        return new Sequential(Stream.concat(up.stream(), convolutions.stream()).toList());
    }

    private static List<Integer> same(int count, int channels) {
        return Collections.nCopies(count, channels);
    }

    private static List<Integer> from(int inputs, List<Integer> channels) {
        return Stream.concat(Stream.of(inputs), channels.stream()).toList();
    }

    @Override
    public Variable logits(Tape tape, Variable pixels, Stages stages) {
        Deque<Layer> unpoolings = new ArrayDeque<>();
        Variable small = stages.stage(EncoderDecoderRecipe.ENCODER, () -> encoded(tape, pixels, unpoolings));
        Variable large = stages.stage(EncoderDecoderRecipe.DECODER, () -> decoded(tape, small, unpoolings));
        return stages.stage(EncoderDecoderRecipe.SCORES, () -> scores.forward(tape, large));
    }

    private Variable encoded(Tape tape, Variable pixels, Deque<Layer> unpoolings) {
        Variable map = pixels;
        for (Sequential block : encoder) {
            map = block.forward(tape, map);
            switch (model.upsampling()) {
                case NONE -> {}
                case MAX_UNPOOLING -> {
                    MaxPool2d.Paired paired = HALVING.forwardPaired(tape, map);
                    unpoolings.push(paired.unpooling());
                    map = paired.output();
                }
                default -> map = HALVING.forward(tape, map);
            }
        }
        return map;
    }

    private Variable decoded(Tape tape, Variable small, Deque<Layer> unpoolings) {
        Variable map = small;
        for (Sequential block : decoder.reversed()) {
            if (!unpoolings.isEmpty()) {
                map = unpoolings.pop().forward(tape, map);
            }
            map = block.forward(tape, map);
        }
        return map;
    }

    @Override
    public int stride() {
        return model.stride();
    }

    @Override
    public List<Parameter> parameters() {
        return layers().flatMap(layer -> layer.parameters().stream()).toList();
    }

    @Override
    public List<Parameter> buffers() {
        return layers().flatMap(layer -> layer.buffers().stream()).toList();
    }

    private Stream<Layer> layers() {
        return Stream.of(encoder.stream(), decoder.reversed().stream(), Stream.of(scores))
                .flatMap(layers -> layers);
    }
}
