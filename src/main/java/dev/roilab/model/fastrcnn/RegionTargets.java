package dev.roilab.model.fastrcnn;

import dev.roilab.geometry.Box;
import dev.roilab.geometry.BoxCoder;
import java.util.List;

/**
 * What the two outputs of a Fast R-CNN should say of R regions. Class 0 is background; the object classes follow.
 *
 * @param labels [R]
 * @param boxTargets [R, 4 * (K + 1)]: the offsets stand in the four columns of the region's own class
 * @param boxWeights [R, 4 * (K + 1)]: 1 where {@code boxTargets} counts, else 0; the bracket [u >= 1] of equation 1
 */
@SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
public record RegionTargets(int[] labels, float[] boxTargets, float[] boxWeights) {

    /** The targets of sampled regions. */
    public static RegionTargets of(List<RegionSampler.Region> regions, int classes, BoxCoder coder) {
        int columns = 4 * (classes + 1);
        int[] labels = new int[regions.size()];
        float[] targets = new float[regions.size() * columns];
        float[] weights = new float[regions.size() * columns];
        for (int r = 0; r < labels.length; r++) {
            RegionSampler.Region region = regions.get(r);
            if (region.target().isPresent()) {
                int label = region.target().get().label() + 1;
                labels[r] = label;
                Box truth = region.target().get().box();
                double[] offsets = coder.encode(region.box(), truth);
                for (int i = 0; i < 4; i++) {
                    targets[r * columns + 4 * label + i] = (float) offsets[i];
                    weights[r * columns + 4 * label + i] = 1;
                }
            }
        }
        return new RegionTargets(labels, targets, weights);
    }
}
