package dev.roilab.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UnwrittenFileTest {
    private static final Path FILE = Path.of("reports/a/loss.png");

    private static String message(IOException cause) {
        return String.valueOf(UnwrittenFile.of(FILE, cause, "roilab report").getMessage());
    }

    /** The file under another name, aside, was what the system could not write. */
    @Test
    void namesTheFileTheReasonAndWhatToDo() {
        String aside = FILE + ".partial";
        assertThat(message(new IOException("No space left on device")))
                .isEqualTo("cannot write reports/a/loss.png: No space left on device; free some space and run roilab"
                        + " report again");
        assertThat(message(new FileSystemException(aside, null, "Disk quota exceeded")))
                .isEqualTo("cannot write reports/a/loss.png: Disk quota exceeded; free some space and run roilab report"
                        + " again");
        assertThat(message(new FileSystemException(aside, null, "Read-only file system")))
                .isEqualTo("cannot write reports/a/loss.png: Read-only file system; let it be written or name another"
                        + " folder and run roilab report again");
        assertThat(message(new AccessDeniedException(aside)))
                .startsWith("cannot write reports/a/loss.png: access denied; let it be written");
        assertThat(message(new NoSuchFileException(aside)))
                .startsWith("cannot write reports/a/loss.png: its folder is not there; let it be written");
    }
}
