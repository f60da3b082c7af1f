package dev.roilab.neck;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.RandomStreams;
import dev.roilab.roi.RoiLayer;
import dev.roilab.roi.RoiPooler;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import dev.roilab.timing.Stages;
import java.util.List;
import java.util.Optional;

/** All that runs once over whole images: a backbone and, above it, a neck where there is one. */
public interface FeatureExtractor {
    /**
     * An extractor in the engine's present scope, with fresh weights or the backbone's from its file.
     *
     * @throws dev.roilab.nn.WeightException if the file is missing or does not fit, with every mismatch
     */
    static FeatureExtractor of(
            BackboneSettings backbone, Optional<NeckSettings> neck, Engine engine, RandomStreams random) {
        Backbone below = Backbones.create(backbone, engine, random);
        return switch (neck.orElse(null)) {
            case null -> new SingleMap(below);
            case NeckSettings.Fpn fpn ->
                new FeaturePyramid(
                        below,
                        fpn.levels(backbone),
                        fpn.proposalStrides(backbone),
                        ParameterFactory.of(engine, random),
                        fpn.channels());
        };
    }

    /** Channels of every map that settings ask for. */
    static int channels(BackboneSettings backbone, Optional<NeckSettings> neck) {
        return neck.map(NeckSettings::channels).orElseGet(() -> Backbones.channels(backbone));
    }

    /** The maps of {@code images}, [N, 3, H, W], normalised. */
    FeatureMaps maps(Tape tape, Tensor images, Stages stages);

    /** What brings regions to the grid of a study's {@code model.roi} block, over {@link FeatureMaps#ofRegions}. */
    RoiPooler pooler(RoiLayer layer);

    /** Channels of every map. */
    int channels();

    /** Image pixels per cell of {@link FeatureMaps#ofProposals}. */
    List<Integer> proposalStrides();

    /** The backbone's, then the neck's. */
    List<Parameter> parameters();

    /** Running statistics that belong to the weights. */
    List<Parameter> buffers();

    /** The last map of a backbone for everything. */
    record SingleMap(Backbone backbone) implements FeatureExtractor {
        @Override
        public FeatureMaps maps(Tape tape, Tensor images, Stages stages) {
            return FeatureMaps.single(stages.stage("backbone", () -> backbone.forward(tape, tape.constant(images))));
        }

        @Override
        public RoiPooler pooler(RoiLayer layer) {
            return RoiPooler.of(layer, backbone.stride());
        }

        @Override
        public int channels() {
            return backbone.channels();
        }

        @Override
        public List<Integer> proposalStrides() {
            return List.of(backbone.stride());
        }

        @Override
        public List<Parameter> parameters() {
            return backbone.parameters();
        }

        @Override
        public List<Parameter> buffers() {
            return backbone.buffers();
        }
    }
}
