package dev.roilab.run.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.roilab.run.key.ArtefactKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ArtefactStoreTest {
    private static final ArtefactKey KEY = new ArtefactKey("training", new LinkedHashMap<>(Map.of("seed", "1")), "abc");
    private static final String FILE = "weights.safetensors";

    @TempDir
    private Path root = Path.of("");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ArtefactStore.class);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    private Artefact open() throws InterruptedException {
        return new ArtefactStore(root).open(KEY, (_, _, _) -> {});
    }

    private Path folder() {
        return root.resolve("training/abc");
    }

    /** Makes it as a trial does; false if it was there. */
    private boolean made(String content) throws IOException, InterruptedException {
        try (Artefact artefact = open()) {
            if (artefact.isFinished()) {
                return false;
            }
            Files.writeString(artefact.folder().orElseThrow().resolve(FILE), content);
            artefact.finish(new LinkedHashMap<>(Map.of("seconds", "7")));
            return true;
        }
    }

    private List<String> logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void isMadeOnceAndTellsEveryUserTheSame() throws IOException, InterruptedException {
        assertThat(new ArtefactStore(root).holds(KEY)).isFalse();
        assertThat(made("one")).isTrue();
        assertThat(made("two")).isFalse();
        assertThat(new ArtefactStore(root).holds(KEY)).isTrue();
        try (Artefact artefact = open()) {
            assertThat(artefact.facts()).containsExactly(Map.entry("seconds", "7"));
            assertThat(artefact.folder().orElseThrow().resolve(FILE)).hasContent("one");
        }
        assertThat(folder().resolve("owner.json")).doesNotExist();
    }

    @Test
    void whoComesSecondWaitsAndSaysForWhat() throws IOException, InterruptedException {
        var texts = new LinkedHashMap<String, Integer>();
        try (Artefact first = open()) {
            Files.writeString(first.folder().orElseThrow().resolve(FILE), "one");
            try (Artefact second = new ArtefactStore(root).open(KEY, (_, _, text) -> {
                texts.merge(text, 1, Integer::sum);
                first.finish(new LinkedHashMap<>());
            })) {
                assertThat(second.isFinished()).isTrue();
            }
        }
        assertThat(texts).hasSize(1);
        assertThat(texts.firstEntry().getKey())
                .startsWith("waiting for the training " + folder() + " of process "
                        + ProcessHandle.current().pid() + ", since 2");
        assertThat(logged()).containsExactlyElementsOf(texts.keySet());
    }

    @Test
    void whoWaitsCanBeStopped() throws InterruptedException {
        try (Artefact _ = open()) {
            assertThatThrownBy(() -> new ArtefactStore(root).open(KEY, (_, _, text) -> {
                        throw new InterruptedException(text);
                    }))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void anOwnerThatDiedIsSucceededAndWhatItSavedStays() throws IOException, InterruptedException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("checkpoint.safetensors"), "half");
        Path owner = Files.writeString(
                folder().resolve("owner.json"),
                "{\"machine\": \"another\", \"pid\": 7, \"start_millis\": 1, \"sequence\": 1, \"since_millis\": 1}");
        Files.setLastModifiedTime(owner, FileTime.from(Instant.now().minusSeconds(120)));
        try (Artefact artefact = open()) {
            assertThat(artefact.isFinished()).isFalse();
            assertThat(folder().resolve("checkpoint.safetensors")).hasContent("half");
        }
    }

    @Test
    void whatIsDamagedMissingOrOfAnotherVersionIsNamedAndMadeAnew() throws IOException, InterruptedException {
        made("one");
        Files.writeString(folder().resolve(FILE), "eno");
        assertThat(made("two")).isTrue();
        Files.delete(folder().resolve(FILE));
        assertThat(made("three")).isTrue();
        Path record = folder().resolve("artefact.json");
        Files.writeString(record, Files.readString(record).replace("\"format\" : 1", "\"format\" : 2"));
        assertThat(made("four")).isTrue();
        Files.writeString(record, "{\"format\" : 1, ");
        assertThat(made("five")).isTrue();
        assertThat(made("six")).isFalse();
        assertThat(folder().resolve(FILE)).hasContent("five");
        String file = folder().resolve(FILE).toString();
        assertThat(logged())
                .containsExactly(
                        file + " is damaged: it is not what was written; it is made anew",
                        file + " is missing; it is made anew",
                        record + " is of another version: its format is 2, this program's is 1; it is made anew",
                        record + " is truncated: it ends in line 1, before its last bracket; it is made anew");
    }

    @Test
    void aFailureLeavesNothingThatOthersWouldUse() throws InterruptedException {
        try (Artefact artefact = open()) {
            assertThat(artefact.isFinished()).isFalse();
        }
        try (Artefact artefact = open()) {
            assertThat(artefact.isFinished()).isFalse();
            artefact.finish(new LinkedHashMap<>());
        }
        assertThat(new ArtefactStore(root).holds(KEY)).isFalse();
    }

    @Test
    void aCacheThatCannotBeWrittenIsDoneWithoutInOneLine() throws IOException, InterruptedException {
        Path file = Files.writeString(root.resolve("file"), "no folder");
        try (Artefact artefact = new ArtefactStore(file.resolve("artefacts")).open(KEY, (_, _, _) -> {})) {
            assertThat(artefact.folder()).isEmpty();
            assertThat(artefact.isFinished()).isFalse();
        }
        assertThat(logged())
                .singleElement()
                .asString()
                .startsWith("the cache cannot be written, so the training is made for this trial alone: ")
                .contains(file.toString());
    }
}
