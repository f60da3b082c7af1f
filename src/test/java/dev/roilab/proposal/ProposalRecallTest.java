package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProposalRecallTest {
    private record Fixed(Map<String, List<Box>> boxes) implements Proposals {
        @Override
        public List<Box> of(Sample<?> sample) {
            return boxes.getOrDefault(sample.id(), List.of());
        }
    }

    private static final Picture TWO = new Picture("two", 100, 100, new Box(0, 0, 10, 10), new Box(50, 50, 60, 60));
    private static final Picture ONE = new Picture("one", 100, 100, new Box(0, 0, 10, 10));

    @Test
    void countsObjectsThatAProposalOverlapsEnough() {
        // Overlaps: 0.8 and 0.5 in the first image, nothing in the second.
        var proposals = new Fixed(Map.of(
                "two", List.of(new Box(90, 90, 99, 99), new Box(0, 0, 10, 8), new Box(50, 50, 60, 55)),
                "one", List.of(new Box(50, 50, 60, 60))));
        List<ProposalRecall> recalls = RecallByCount.of(List.of(TWO, ONE), proposals, List.of(0.5, 0.7, 0.9)).stream()
                .map(RecallByCount::whole)
                .toList();
        assertThat(recalls)
                .containsExactly(new ProposalRecall(3, 2), new ProposalRecall(3, 1), new ProposalRecall(3, 0));
        assertThat(recalls.getLast().value()).hasValue(0);
    }

    @Test
    void difficultObjectsDoNotCount() {
        var object = new TrueObject(0, new Box(0, 0, 10, 10), true);
        var image = new Picture("hard", 100, 100, new TrueObjects(List.of(object)), 200);
        ProposalRecall recall = RecallByCount.of(List.of(image), new Fixed(Map.of()), List.of(0.5))
                .getFirst()
                .whole();
        assertThat(recall).isEqualTo(new ProposalRecall(0, 0));
        assertThat(recall.value()).isEmpty();
    }
}
