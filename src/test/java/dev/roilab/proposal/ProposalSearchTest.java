package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.roilab.data.DataException;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.proposal.ProposalSettings.Implementation;
import dev.roilab.proposal.ProposalSettings.Mode;
import dev.roilab.proposal.ProposalSettings.SelectiveSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class ProposalSearchTest {
    private static final SelectiveSearch FAST = new SelectiveSearch(200, Implementation.OPENCV, Mode.FAST, 0, 6);
    private static final Picture PICTURE = new Picture("a", 64, 48, new Box(8, 8, 30, 24), new Box(36, 20, 56, 40));

    @TempDir
    private Path cache = Path.of("");

    @Test
    void findsTheObjectsOfAnEasyPicture() throws InterruptedException {
        Proposals proposals = search(FAST).of(List.of(PICTURE), _ -> {});
        assertThat(proposals.of(PICTURE))
                .hasSizeLessThanOrEqualTo(200)
                .doesNotHaveDuplicates()
                .allMatch(box -> Math.min(box.width(), box.height()) >= 6)
                .allMatch(box -> box.equals(box.clip(64, 48)));
        assertThat(RecallByCount.of(List.of(PICTURE), proposals, List.of(0.7)))
                .extracting(RecallByCount::whole)
                .containsExactly(new ProposalRecall(2, 2));
    }

    @Test
    void aSecondSearchReadsTheCache() throws InterruptedException {
        Proposals first = search(FAST).of(List.of(PICTURE), _ -> {});
        ProposalSearch again = search(FAST);
        Proposals second = again.of(List.of(PICTURE), _ -> {});
        assertThat(again.computed()).isZero();
        assertThat(second.of(PICTURE)).isEqualTo(first.of(PICTURE));
        assertThat(first.searchSeconds(PICTURE)).isPresent();
        assertThat(second.searchSeconds(PICTURE))
                .as("seconds of a search that was not made")
                .isEmpty();
    }

    @Test
    void fewerProposalsAreTheFirstOfTheSameSearch() throws InterruptedException {
        Proposals many = search(FAST).of(List.of(PICTURE), _ -> {});
        ProposalSearch fewer = search(FAST.withCount(5));
        assertThat(fewer.of(List.of(PICTURE), _ -> {}).of(PICTURE))
                .isEqualTo(many.of(PICTURE).subList(0, 5));
        assertThat(fewer.computed()).isZero();
    }

    @Test
    void theNameOfAnImageIsNotPartOfTheKey() throws InterruptedException {
        search(FAST).of(List.of(PICTURE), _ -> {});
        var renamed = new Picture("other", 64, 48, PICTURE.truth(), PICTURE.brightness());
        ProposalSearch again = search(FAST);
        again.of(List.of(renamed), _ -> {});
        assertThat(again.computed()).isZero();
    }

    @Test
    void otherPixelsOrParametersAreOtherEntries() throws InterruptedException, IOException {
        search(FAST).of(List.of(PICTURE), _ -> {});
        search(FAST).of(List.of(PICTURE.withBrightness(201)), _ -> {});
        search(new SelectiveSearch(2000, Implementation.OPENCV, Mode.FAST, 0, 6))
                .of(List.of(PICTURE), _ -> {});
        search(new SelectiveSearch(200, Implementation.OPENCV, Mode.QUALITY, 0, 6))
                .of(List.of(PICTURE), _ -> {});
        search(new SelectiveSearch(200, Implementation.OPENCV, Mode.FAST, 32, 6))
                .of(List.of(PICTURE), _ -> {});
        search(new SelectiveSearch(200, Implementation.OPENCV, Mode.FAST, 0, 7)).of(List.of(PICTURE), _ -> {});
        assertThat(files()).hasSize(6);
    }

    @Test
    void aDamagedFileIsReplacedWithAWarning() throws InterruptedException, IOException {
        List<Box> good = search(FAST).of(List.of(PICTURE), _ -> {}).of(PICTURE);
        Path file = files().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        for (byte[] damaged : List.of(flipped(bytes, 40), shortened(bytes, bytes.length - 7), shortened(bytes, 3))) {
            Files.write(file, damaged);
            List<String> warnings = new ArrayList<>();
            ProposalSearch search = search(FAST);
            try (var _ = new Listener(warnings)) {
                assertThat(search.of(List.of(PICTURE), _ -> {}).of(PICTURE)).isEqualTo(good);
            }
            assertThat(search.computed()).isEqualTo(1);
            assertThat(warnings)
                    .containsExactly(file + " is damaged: its checksum does not fit; the proposals are computed again");
            ProposalSearch repaired = search(FAST);
            repaired.of(List.of(PICTURE), _ -> {});
            assertThat(repaired.computed()).isZero();
        }
        assertThat(files()).containsExactly(file);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBoxes() throws InterruptedException {
        List<Sample<TrueObjects>> samples = IntStream.range(0, 8)
                .<Sample<TrueObjects>>mapToObj(i -> new Picture(
                        "image " + i, 64, 48, new Box(4 + i, 6, 20 + 2 * i, 30), new Box(40, 20 - i, 58, 40)))
                .toList();
        List<Integer> progress = new ArrayList<>();
        Proposals one = new ProposalSearch(FAST, cache.resolve("one"), 1).of(samples, progress::add);
        Proposals four = new ProposalSearch(FAST, cache.resolve("four"), 4).of(samples, _ -> {});
        assertThat(samples).allSatisfy(sample -> assertThat(four.of(sample)).isEqualTo(one.of(sample)));
        assertThat(progress).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void everyUnreadableImageIsNamed() {
        assertThatThrownBy(() -> search(FAST).of(List.of(new Broken("x"), PICTURE, new Broken("y")), _ -> {}))
                .isInstanceOf(DataException.class)
                .hasMessage("x.jpg: no such image\ny.jpg: no such image");
    }

    @Test
    void imagesThatWereNotAskedForAreRefused() throws InterruptedException {
        Proposals none = search(FAST).of(List.of(), _ -> {});
        assertThatThrownBy(() -> none.of(PICTURE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no proposals were asked for of image a");
    }

    private record Broken(String id) implements Sample<TrueObjects> {
        @Override
        public int width() {
            return 10;
        }

        @Override
        public int height() {
            return 10;
        }

        @Override
        public TrueObjects truth() {
            return new TrueObjects(List.of());
        }

        @Override
        public Pixels read() {
            throw new DataException(List.of(id + ".jpg: no such image"));
        }
    }

    /** Collects the warnings of this package while it is open. */
    private static final class Listener implements AutoCloseable {
        private final List<String> warnings;
        private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
        private final Logger logger = (Logger) LoggerFactory.getLogger(ProposalCache.class);

        Listener(List<String> warnings) {
            this.warnings = warnings;
            appender.start();
            logger.addAppender(appender);
        }

        @Override
        public void close() {
            logger.detachAppender(appender);
            appender.list.stream()
                    .filter(event -> event.getLevel() == Level.WARN)
                    .forEach(event -> warnings.add(event.getFormattedMessage()));
        }
    }

    private ProposalSearch search(SelectiveSearch settings) {
        return new ProposalSearch(settings, cache, 2);
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static byte[] flipped(byte[] bytes, int place) {
        byte[] other = bytes.clone();
        other[place] ^= 1;
        return other;
    }

    private static byte[] shortened(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }
}
