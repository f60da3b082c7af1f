package dev.roilab.proposal;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.backbone.Backbones;
import dev.roilab.data.DataException;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.ResizeRule;
import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import dev.roilab.neck.FeatureExtractor;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightException;
import dev.roilab.nn.WeightLoader;
import dev.roilab.rpn.AnchorGrids;
import dev.roilab.rpn.ProposalFilter;
import dev.roilab.rpn.ProposalLimits;
import dev.roilab.rpn.RegionProposalNetwork;
import dev.roilab.rpn.RpnOutputs;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.timing.Stages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a trained region proposal network finds: {@link ProposalSettings.Rpn}. One image after the other on one thread
 * of the CPU's engine, so that the boxes are the same whoever asks.
 */
final class NetworkProposals implements ProposalSource {
    private final Engine engine = Engines.create("cpu", "cpu", 1);
    private final FeatureExtractor extractor;
    private final RegionProposalNetwork rpn;
    private final AnchorGrids anchors;
    private final ProposalFilter filter;
    private final ImagePreparation preparation;

    /** @throws DataException if the file is missing or does not fit, with every tensor that is amiss */
    NetworkProposals(ProposalSettings.Rpn settings) {
        var random = new RandomStreams(0);
        this.extractor = FeatureExtractor.of(settings.backbone(), settings.neck(), engine, random);
        this.anchors = new AnchorGrids(settings.anchors(), extractor.proposalStrides());
        this.rpn = new RegionProposalNetwork(
                ParameterFactory.of(engine, random).in("rpn"),
                extractor.channels(),
                settings.channels(),
                anchors.perCell());
        this.filter = new ProposalFilter(
                new ProposalLimits(settings.beforeNms(), Math.min(settings.count(), settings.beforeNms())),
                settings.nms(),
                settings.smallest());
        this.preparation = new ImagePreparation(new ResizeRule(settings.shorterSide(), settings.longerSide()), 0);
        load(Path.of(settings.weights()));
    }

    private void load(Path file) {
        List<Parameter> targets = new ArrayList<>(extractor.parameters());
        targets.addAll(extractor.buffers());
        targets.addAll(rpn.parameters());
        try {
            WeightLoader.load(
                    engine,
                    targets,
                    Safetensors.open(file),
                    name -> name.startsWith("head.") || Backbones.isBeyond(name, targets));
        } catch (WeightException e) {
            engine.close();
            throw new DataException(String.valueOf(e.getMessage())
                    .lines()
                    .map(line -> "model.proposals.weights: " + line)
                    .toList());
        }
    }

    @Override
    public synchronized List<Box> propose(Sample<?> sample, Supplier<Pixels> pixels) {
        try (Scope _ = engine.openScope()) {
            Prepared<?> image = preparation.prepare(sample, pixels.get(), false);
            ImageBatch batch = preparation.batch(List.of(image));
            Tape tape = Tape.inference(engine);
            Shape shape = Shape.of(1, 3, batch.height(), batch.width());
            FeatureMaps maps = extractor.maps(tape, engine.tensor(batch.values(), shape), Stages.UNTIMED);
            List<RpnOutputs.Map> said = rpn.forward(tape, maps.ofProposals()).stream()
                    .map(RegionProposalNetwork.Outputs::read)
                    .toList();
            return filter
                    .proposals(
                            anchors.of(maps.proposalShapes()), new RpnOutputs(said, 0), image.width(), image.height())
                    .stream()
                    .map(found -> image.toOriginal(found.box()))
                    .toList();
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
