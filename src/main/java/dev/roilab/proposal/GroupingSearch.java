package dev.roilab.proposal;

import dev.roilab.geometry.Box;
import dev.roilab.proposal.ProposalSettings.Mode;
import java.util.List;
import java.util.stream.DoubleStream;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Our own selective search: many groupings of one image, with other colour spaces, initial regions and similarities
 * (Uijlings et al., IJCV 2013, section 3.3), with the colour spaces, similarities and k of OpenCV's ximgproc.
 *
 * <p>Half of the similarities group the regions of one pixel neighbourhood, half those of the other: groupings that
 * share their initial regions find many boxes twice (docs/decisions/005).
 */
final class GroupingSearch {
    /** Similarities by which the regions of one neighbourhood are grouped. */
    private record Grouping(Neighbourhood neighbourhood, List<SimilarityMix> mixes) {}

    /**
     * The strategies of a mode: every colour space with every k and every grouping.
     *
     * @param ks of {@link GraphSegmentation}
     */
    private record Strategies(List<ColourSpace> spaces, List<Double> ks, List<Grouping> groupings) {
        static Strategies of(Mode mode) {
            return switch (mode) {
                case FAST ->
                    new Strategies(
                            List.of(ColourSpace.HSV, ColourSpace.LAB),
                            steps(3),
                            List.of(
                                    new Grouping(Neighbourhood.FOUR, List.of(SimilarityMix.ALL)),
                                    new Grouping(Neighbourhood.EIGHT, List.of(SimilarityMix.WITHOUT_COLOUR))));
                case QUALITY ->
                    new Strategies(
                            List.of(ColourSpace.values()),
                            steps(5),
                            List.of(
                                    new Grouping(Neighbourhood.FOUR, List.of(SimilarityMix.ALL, SimilarityMix.FILL)),
                                    new Grouping(
                                            Neighbourhood.EIGHT,
                                            List.of(SimilarityMix.WITHOUT_COLOUR, SimilarityMix.SIZE))));
            };
        }

        private static List<Double> steps(int count) {
            return DoubleStream.iterate(STEP_OF_K, k -> k + STEP_OF_K)
                    .limit(count)
                    .boxed()
                    .toList();
        }
    }

    private static final double STEP_OF_K = 150;
    /** Of the smoothing before the segmentation, pixels. */
    private static final double SIGMA = 0.8;
    /** Least pixels of an initial region. */
    private static final int SMALLEST_REGION = 100;

    private GroupingSearch() {}

    /** The boxes of an image, [H, W, 3], blue first; each once, best first. */
    static List<Box> find(Mat image, Mode mode) {
        Strategies strategies = Strategies.of(mode);
        var ranking = new HierarchyRanking();
        int width = image.cols();
        float[] smoothing = Gaussian.smoothing(SIGMA);
        for (ColourSpace space : strategies.spaces()) {
            byte[][] channels = space.channels(image);
            float[][] smoothed = new float[channels.length][];
            for (int channel = 0; channel < channels.length; channel++) {
                smoothed[channel] = Gaussian.filter(channels[channel], width, smoothing, smoothing);
            }
            PixelBins bins = PixelBins.of(channels, width);
            for (Grouping grouping : strategies.groupings()) {
                PixelGraph pixels = PixelGraph.of(smoothed, width, grouping.neighbourhood());
                group(pixels, bins, strategies.ks(), grouping.mixes(), ranking);
            }
        }
        return ranking.boxes();
    }

    private static void group(
            PixelGraph pixels, PixelBins bins, List<Double> ks, List<SimilarityMix> mixes, HierarchyRanking ranking) {
        ContractedGraph graph = ContractedGraph.of(pixels, ks.getFirst());
        for (double k : ks) {
            Segmentation segmentation = GraphSegmentation.segment(graph, k, SMALLEST_REGION);
            var features = new RegionFeatures(segmentation, bins);
            for (SimilarityMix mix : mixes) {
                HierarchicalGrouping.group(features, segmentation.neighbours(), mix);
                ranking.add(features.corners());
            }
        }
    }
}
