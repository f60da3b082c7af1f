package dev.roilab.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.voc.VocFiles;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegDataTest {
    private static byte[] picture() throws IOException {
        return VocFiles.encoded(VocFiles.picture(40, 30), "jpg");
    }

    /** With bytes before the mark of the end. */
    private static byte[] padded(byte[] whole, int bytes, int value) {
        byte[] padded = Arrays.copyOf(whole, whole.length + bytes);
        Arrays.fill(padded, whole.length - 2, padded.length - 2, (byte) value);
        padded[padded.length - 2] = (byte) 0xFF;
        padded[padded.length - 1] = (byte) 0xD9;
        return padded;
    }

    @ParameterizedTest
    @CsvSource({"7, 0", "20, 3", "40, 90", "600, 17"})
    void bytesLeftOverAreCutAndWithThemTheComplaint(int bytes, int value) throws IOException {
        byte[] padded = padded(picture(), bytes, value);
        assertThat(JpegData.look(padded).damage()).isPresent();
        byte[] clean = JpegData.withoutLeftOver(padded);
        assertThat(JpegData.look(clean).damage()).isEmpty();
        assertThat(clean).hasSizeBetween(padded.length - bytes, padded.length - 1);
        assertThat(ImageFiles.decode(clean, "clean").rgb())
                .isEqualTo(ImageFiles.decode(picture(), "whole").rgb());
    }

    @Test
    void aWholeFileStaysAsItIs() throws IOException {
        byte[] whole = picture();
        assertThat(JpegData.withoutLeftOver(whole)).isSameAs(whole);
    }

    @ParameterizedTest
    @CsvSource({
        "C0, 8, ",
        "C2, 8, ",
        "C0, 12, a JPEG of 12 bits a channel",
        "C3, 8, a lossless JPEG",
        "C5, 8, a hierarchical JPEG",
        "C9, 8, a JPEG with arithmetic coding",
        "CA, 8, a JPEG with arithmetic coding",
        "CB, 8, a lossless JPEG"
    })
    void codingsThatAreNotReadAreNamed(String marker, byte bits, String words) throws IOException {
        byte[] file = picture();
        int frame = 2;
        while (file[frame] != (byte) 0xFF || file[frame + 1] != (byte) 0xC0) {
            frame++;
        }
        file[frame + 1] = (byte) Integer.parseInt(marker, 16);
        file[frame + 4] = bits;
        assertThat(JpegData.foreignCoding(file).orElse(null)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 20})
    void filesThatEndInTheirHeaderAreOfNoKnownCoding(int length) throws IOException {
        assertThat(JpegData.foreignCoding(Arrays.copyOf(picture(), length))).isEmpty();
    }
}
