package dev.roilab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder = Path.of("");

    /** As processes do that end one study together: each writes its report. */
    @Test
    void severalMayWriteOneFileAtOnce() throws Exception {
        Path file = folder.resolve("sheet.png");
        Callable<Boolean> writer = () -> {
            for (int i = 0; i < 300; i++) {
                WholeFile.write(file, new byte[5000]);
            }
            return true;
        };
        try (var executor = Executors.newFixedThreadPool(3)) {
            for (Future<Boolean> done : executor.invokeAll(List.of(writer, writer, writer))) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(file).hasBinaryContent(new byte[5000]);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFolderThatIsNotThereIsNotWaitedFor() throws IOException {
        Path file = folder.resolve("gone").resolve("sheet.png");
        assertThatThrownBy(() -> WholeFile.write(file, "text")).isInstanceOf(NoSuchFileException.class);
    }
}
