package dev.roilab.model.fasterrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.data.TrueObject;
import dev.roilab.detect.GradientDescent;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageSampling.MiniBatch;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.region.RegionSampler;
import dev.roilab.detect.region.RegionSampler.Region;
import dev.roilab.geometry.Box;
import dev.roilab.model.fastrcnn.MultiTaskLoss;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.RandomStreams;
import dev.roilab.rpn.AnchorTargets;
import dev.roilab.rpn.Anchors;
import dev.roilab.rpn.ProposalFilter;
import dev.roilab.rpn.RegionProposalNetwork;
import dev.roilab.rpn.RpnLoss;
import dev.roilab.rpn.RpnOutputs;
import dev.roilab.tensor.Engine;
import dev.roilab.timing.Stages;
import dev.roilab.train.Checkpoints;
import dev.roilab.train.TrainingCourse;
import dev.roilab.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Approximate joint training of both networks: Faster R-CNN (arXiv:1506.01497), section 3.2, (ii). Each step proposes
 * regions with the weights that it finds, and takes them as given: no gradient flows through their coordinates.
 */
public final class JointTraining {
    private final SystemParts parts;
    private final Engine engine;
    private final FasterRcnn network;
    private final FasterRcnnSettings model;
    private final RandomStreams random;
    private final int classes;
    private final RpnLoss rpnLoss;
    private final MultiTaskLoss detectorLoss;
    private final RegionSampler sampler;
    private final AnchorDraws draws;
    private final List<RegionBranch> branches;

    /** @param branches that learn with the detector */
    public JointTraining(
            SystemParts parts, FasterRcnn network, FasterRcnnSettings model, List<? extends RegionBranch> branches) {
        this.branches = List.copyOf(branches);
        this.parts = parts;
        this.engine = parts.engine();
        this.network = network;
        this.model = model;
        this.random = parts.random();
        this.classes = parts.data().classes().size();
        this.rpnLoss = new RpnLoss(model.rpn().boxLoss());
        this.detectorLoss = MultiTaskLoss.of(model.boxLoss());
        this.sampler = new RegionSampler(model.sampling());
        this.draws = new AnchorDraws(model.rpn().sampling(), random);
    }

    /**
     * Runs all steps that the last checkpoint has not behind it.
     *
     * @throws InterruptedException when the listener asks to stop; a checkpoint is written first
     */
    public TrainingCourse train(TrainingListener listener, Checkpoints checkpoints) throws InterruptedException {
        List<Parameter> learned = new ArrayList<>(network.parameters());
        branches.forEach(branch -> learned.addAll(branch.parameters()));
        return new GradientDescent<>(engine, parts.train(), learned, network.buffers(), this::terms, MiniBatch::ids)
                .drawing(random)
                .train(new ImageSampling(parts, random)::batch, listener, checkpoints);
    }

    /**
     * Those of the detector, then those of its branches, then those of the region proposal network; empty where there
     * is nothing to learn from.
     */
    public Optional<LossTerms> terms(Tape tape, MiniBatch batch) {
        FeatureMaps maps = network.maps(tape, batch.pixels(), Stages.UNTIMED);
        List<RegionProposalNetwork.Outputs> outputs = network.propose(tape, maps, Stages.UNTIMED);
        Anchors grid = network.anchors(maps);
        // Before the outputs are read: a GPU is still at work on them.
        AnchorTargets targets = draws.of(batch, grid);
        Optional<LossTerms> detector = detectorTerms(tape, maps, batch, proposals(outputs, grid, batch));
        Optional<LossTerms> rpn =
                targets.count() == 0 ? Optional.empty() : Optional.of(rpnLoss.evaluate(engine, outputs, targets));
        return detector.isPresent() ? detector.map(first -> rpn.map(first::and).orElse(first)) : rpn;
    }

    /** Of each image, in its pixels. */
    private List<List<Box>> proposals(List<RegionProposalNetwork.Outputs> outputs, Anchors anchors, MiniBatch batch) {
        List<RpnOutputs.Map> said =
                outputs.stream().map(RegionProposalNetwork.Outputs::read).toList();
        ProposalFilter filter = network.trainingFilter();
        List<List<Box>> proposals = new ArrayList<>();
        for (int image = 0; image < batch.images().size(); image++) {
            var prepared = batch.images().get(image);
            proposals.add(
                    filter.proposals(anchors, new RpnOutputs(said, image), prepared.width(), prepared.height()).stream()
                            .map(ProposalFilter.Proposal::box)
                            .toList());
        }
        return proposals;
    }

    private Optional<LossTerms> detectorTerms(Tape tape, FeatureMaps maps, MiniBatch batch, List<List<Box>> proposals) {
        List<Region> regions = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        SplittableRandom stream = random.stream("regions " + batch.step());
        int each = model.sampling().rois() / batch.images().size();
        for (int image = 0; image < batch.images().size(); image++) {
            List<TrueObject> objects = batch.images().get(image).truth().objects();
            for (Region region : sampler.sample(proposals.get(image), objects, each, stream)) {
                regions.add(region);
                owners.add(image);
            }
        }
        if (regions.isEmpty()) {
            return Optional.empty();
        }
        var drawn = new DrawnRegions(regions, owners);
        var detector = network.detector();
        Variable features = detector.regionFeatures(tape, maps, detector.place(drawn.rows()), Stages.UNTIMED);
        var targets = MultiTaskLoss.Targets.of(regions, classes, detector.boxCoder());
        LossTerms terms = detectorLoss.evaluate(engine, detector.outputs(tape, features, Stages.UNTIMED), targets);
        for (RegionBranch branch : branches) {
            terms = branch.terms(tape, maps, drawn).map(terms::and).orElse(terms);
        }
        return Optional.of(terms);
    }
}
