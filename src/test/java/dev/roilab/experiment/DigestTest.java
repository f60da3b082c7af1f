package dev.roilab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first example of FIPS 180-4 for SHA-256. */
class DigestTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void isThatOfTheStandard(@TempDir Path folder) throws IOException {
        assertThat(Digest.of("abc")).isEqualTo(ABC);
        assertThat(Digest.of("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(ABC);
        assertThat(Digest.of(Files.writeString(folder.resolve("file"), "abc"))).isEqualTo(ABC);
    }
}
