package dev.roilab.model.fastrcnn;

import dev.roilab.data.Dataset;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Prepared;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageOrder;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.region.RegionRows;
import dev.roilab.detect.region.RegionSampler;
import dev.roilab.detect.region.RegionSampler.Region;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import dev.roilab.nn.RandomStreams;
import dev.roilab.proposal.Proposals;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The mini-batches of a training, by step. Batch k depends on the seed and k alone, so that they may be made ahead, in
 * any order and by any thread.
 */
public final class HierarchicalSampling {
    private final Source source;
    private final SamplingSettings sampling;
    private final TrainSettings settings;
    private final RandomStreams random;
    private final BoxCoder boxCoder;
    private final RegionSampler sampler;
    private final ImageOrder order;

    /**
     * What the mini-batches are drawn from.
     *
     * @param scales of which each batch draws one. Fast R-CNN (arXiv:1504.08083), section 2.4, draws one for each
     *     image; by batch, no image is padded to another's size
     */
    public record Source(Dataset<TrueObjects> data, Proposals proposals, List<ImagePreparation> scales) {
        public Source {
            scales = List.copyOf(scales);
        }
    }

    /** Batches of the training split. */
    public HierarchicalSampling(
            Source source, SamplingSettings sampling, TrainSettings settings, RandomStreams random, BoxCoder boxCoder) {
        this.source = source;
        this.sampling = sampling;
        this.settings = settings;
        this.random = random;
        this.boxCoder = boxCoder;
        this.sampler = new RegionSampler(sampling);
        this.order = new ImageOrder(random, source.data().train().size());
    }

    /**
     * What one training step sees.
     *
     * @param images N prepared images
     * @param regions [R, 5]: image index, x1, y1, x2, y2 in pixels of the prepared images
     * @param targets of the R regions
     * @param ids of the N images
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
    public record MiniBatch(ImageBatch images, float[] regions, MultiTaskLoss.Targets targets, List<String> ids) {}

    /** The batch of a step, counted from 0. */
    public MiniBatch batch(int step) {
        SplittableRandom stream = random.stream("batch " + step);
        // One scale draws nothing, so that it leaves the other draws of the batch where they were.
        List<ImagePreparation> scales = source.scales();
        var preparation = scales.get(scales.size() == 1 ? 0 : stream.nextInt(scales.size()));
        List<Prepared<TrueObjects>> images = new ArrayList<>();
        List<Region> regions = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int i = 0; i < settings.images(); i++) {
            Sample<TrueObjects> sample = source.data().train().get(order.index((long) step * settings.images() + i));
            Prepared<TrueObjects> prepared = preparation.prepare(sample, settings.flip() && stream.nextBoolean());
            List<Box> boxes = source.proposals().of(sample).stream()
                    .map(prepared::toResized)
                    .toList();
            var drawn = sampler.sample(boxes, prepared.truth().objects(), sampling.rois() / settings.images(), stream);
            regions.addAll(drawn);
            for (int r = 0; r < drawn.size(); r++) {
                owners.add(i);
            }
            images.add(prepared);
        }
        ImageBatch batch = preparation.batch(images);
        List<String> ids = images.stream().map(Prepared::id).toList();
        float[] rows = RegionRows.of(regions.stream().map(Region::box).toList(), owners::get);
        var targets = MultiTaskLoss.Targets.of(regions, source.data().classes().size(), boxCoder);
        return new MiniBatch(batch, rows, targets, ids);
    }
}
