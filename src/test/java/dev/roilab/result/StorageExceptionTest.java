package dev.roilab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageExceptionTest {
    @TempDir
    private Path folder = Path.of("");

    /** The message of Java's own exception is the file's name. */
    @Test
    void aFolderThatIsGoneIsSaidToBeGone() {
        Path file = folder.resolve("gone/attempt/result.json");
        IOException thrown = catchThrowableOfType(IOException.class, () -> Files.writeString(file, ""));
        assertThat(thrown).hasMessage(file.toString());
        assertThat(new StorageException("cannot write " + file, new UncheckedIOException(thrown)))
                .hasMessageStartingWith(
                        "cannot write " + file + " (its folder is not there: it was moved or deleted); ");
    }

    @Test
    void theFileSystemsOwnWordsAreKeptOnce() {
        var full = new IOException("No space left on device");
        assertThat(new StorageException("trial a", full)).hasMessageStartingWith("trial a (No space left on device); ");
        assertThat(new StorageException("trial a: No space left on device", full))
                .hasMessageStartingWith("trial a: No space left on device; ");
    }
}
