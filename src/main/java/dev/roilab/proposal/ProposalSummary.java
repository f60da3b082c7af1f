package dev.roilab.proposal;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import java.util.Arrays;
import java.util.List;

/**
 * What proposals are worth to a detector: how many there are, what they cost and how many objects they meet.
 *
 * @param fewest boxes of an image
 * @param median boxes of an image; the lower one of the two in the middle
 * @param most boxes of an image
 * @param searched images whose boxes were searched for just now, and did not come from a cache
 * @param seconds that those searches took, each on one thread
 * @param recallAt50 at IoU 0.5
 * @param recallAt70 at IoU 0.7
 */
public record ProposalSummary(
        int images,
        int fewest,
        int median,
        int most,
        int searched,
        double seconds,
        ProposalRecall recallAt50,
        ProposalRecall recallAt70) {
    /** @throws IllegalArgumentException if there is no image */
    public static ProposalSummary of(List<Sample<TrueObjects>> samples, Proposals proposals) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("there are no images to sum up");
        }
        int[] counts = samples.stream()
                .mapToInt(sample -> proposals.of(sample).size())
                .sorted()
                .toArray();
        List<RecallByCount> recalls = RecallByCount.of(samples, proposals, List.of(0.5, 0.7));
        double[] seconds = samples.stream()
                .flatMapToDouble(sample -> proposals.searchSeconds(sample).stream())
                .toArray();
        return new ProposalSummary(
                counts.length,
                counts[0],
                counts[(counts.length - 1) / 2],
                counts[counts.length - 1],
                seconds.length,
                Arrays.stream(seconds).sum(),
                recalls.getFirst().whole(),
                recalls.getLast().whole());
    }
}
