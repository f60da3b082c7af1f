package dev.roilab.detect.pretraining;

import dev.roilab.data.DataSettings;
import dev.roilab.data.ImageBuckets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.train.Scheduled;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Spelling;
import java.util.List;

/**
 * The {@code pretraining} block of a study: where the backbone's first weights come from, the same for all trials,
 * whatever their system and seed. Its time is not part of a trial's training.
 */
public sealed interface PretrainSettings {
    /**
     * Weights that exist.
     *
     * @param weights a safetensors file; a study's own is relative to the file that names it
     */
    record WeightFile(String weights) implements PretrainSettings {
        public WeightFile {
            if (weights.isBlank()) {
                throw new IllegalArgumentException("weights must name a safetensors file, got an empty text");
            }
        }
    }

    /**
     * The backbone first learns to classify pictures, as all papers of the R-CNN line have it learn on ImageNet.
     *
     * @param seed of weights and batches, apart from the trials'
     * @param data pictures; each one's class is that of its largest object
     * @param sizes sides of the square that pictures are resized to, pixels; one an epoch, in turn: SPPnet
     *     (arXiv:1406.4729), section 2.3; multiples of 32, so that no padding gets into the pyramid
     * @param roi what makes a vector of a map of any size: the pyramid over the whole picture
     * @param steps mini-batches
     * @param images a mini-batch
     */
    record Classification(
            long seed,
            DataSettings data,
            List<Integer> sizes,
            RoiLayer roi,
            HeadSettings.Fc head,
            @Range(min = 1) int steps,
            @Range(min = 1) int images,
            @Range(above = 0) double rate,
            @Range(min = 0, below = 1) double momentum,
            @Range(min = 0) double decay,
            Schedule schedule)
            implements PretrainSettings, Scheduled {
        public Classification {
            sizes = List.copyOf(sizes);
            if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1 || ImageBuckets.roundUp(size) != size)) {
                throw new IllegalArgumentException(
                        "sizes must name at least one side, each a multiple of 32, got " + sizes);
            }
            if (!data.hasObjects()) {
                throw new IllegalArgumentException(
                        "data.type must be one whose pictures have objects, the largest of which is a picture's class,"
                                + " got " + Spelling.typeName(data.getClass()));
            }
            head.requirePlain();
            Ranges.require(
                    Classification.class, seed, data, sizes, roi, head, steps, images, rate, momentum, decay, schedule);
        }
    }
}
