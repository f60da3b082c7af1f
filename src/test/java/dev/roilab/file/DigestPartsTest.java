package dev.roilab.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestPartsTest {
    /** The example of FIPS 180-2, appendix B.1. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void textBytesFileAndPartsHaveTheStandardsDigest(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        MessageDigest parts = Digest.create();
        parts.update((byte) 'a');
        parts.update("bc".getBytes(StandardCharsets.UTF_8));
        assertThat(Digest.of("abc")).isEqualTo(OF_ABC);
        assertThat(Digest.of("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(OF_ABC);
        assertThat(Digest.of(file)).isEqualTo(OF_ABC);
        assertThat(Digest.hex(parts.digest())).isEqualTo(OF_ABC);
    }

    @Test
    void textIsTakenAsUtf8() {
        assertThat(Digest.of("ü")).isEqualTo(Digest.of(new byte[] {(byte) 0xC3, (byte) 0xBC}));
    }
}
