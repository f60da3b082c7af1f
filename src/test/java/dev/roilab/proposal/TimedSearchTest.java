package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.proposal.ProposalSettings.Implementation;
import dev.roilab.proposal.ProposalSettings.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedSearchTest {
    private static final List<Sample<TrueObjects>> PICTURES = List.of(
            new Picture("a", 64, 48, new Box(8, 8, 30, 24), new Box(36, 20, 56, 40)),
            new Picture("b", 48, 48, new Box(4, 4, 40, 40)));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void searchesEveryTimeAndFindsWhatTheCacheHolds() throws InterruptedException {
        for (ProposalSettings settings : List.of(
                new ProposalSettings.SelectiveSearch(20, Implementation.OPENCV, Mode.FAST, 0, 6),
                new ProposalSettings.SelectiveSearch(20, Implementation.ROILAB, Mode.FAST, 0, 6),
                new ProposalSettings.DenseGrid(50, List.of(16.0, 32.0), List.of(1.0), 0.5))) {
            var timed = new TimedSearch(settings, PICTURES);
            Proposals cached = new ProposalSearch(settings, folder, 1).of(PICTURES, _ -> {});
            PICTURES.forEach(picture -> assertThat(timed.of(picture)).isEqualTo(cached.of(picture)));
            assertThat(timed.isMeasured()).isTrue();
            // The cache is full now; a search that took its boxes from there would take no time.
            assertThat(timed.milliseconds()).hasSize(2).allMatch(time -> time > 0);
        }
    }

    @Test
    void readingAFileIsNoMeasureOfWhatProposalsCost() throws IOException {
        Path file = Files.writeString(folder.resolve("boxes.json"), "{\"a\": [[1, 2, 30, 40]], \"b\": []}");
        var timed = new TimedSearch(new ProposalSettings.Stored(5, file.toString()), PICTURES);
        assertThat(timed.isMeasured()).isFalse();
        assertThat(timed.of(PICTURES.getFirst())).containsExactly(new Box(1, 2, 30, 40));
    }
}
