package dev.roilab.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.voc.VocFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngDataTest {
    /** Rows of zeros. */
    private static byte[] png(int width, int height, int bits, int colour, boolean interlaced, int rows)
            throws IOException {
        var file = new ByteArrayOutputStream();
        file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 26, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) bits).put((byte) colour).put((byte) 0).put((byte) 0).put((byte) (interlaced ? 1 : 0));
        chunk(file, "IHDR", header.array());
        var deflater = new Deflater();
        deflater.setInput(new byte[rows]);
        deflater.finish();
        byte[] packed = new byte[4096];
        int length = deflater.deflate(packed);
        deflater.end();
        chunk(file, "IDAT", Arrays.copyOf(packed, length));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] content) throws IOException {
        byte[] typed = type.getBytes(StandardCharsets.US_ASCII);
        var checksum = new CRC32();
        checksum.update(typed);
        checksum.update(content);
        file.write(ByteBuffer.allocate(4).putInt(content.length).array());
        file.write(typed);
        file.write(content);
        file.write(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }

    /** The number of bytes by hand: a row is its samples, rounded up to bytes, and one; a pass has rows of its own. */
    @ParameterizedTest
    @CsvSource({
        "5, 3, 8, 2, false, 48", // 3 rows of 15 + 1
        "5, 3, 8, 6, false, 63",
        "5, 3, 16, 4, false, 63",
        "5, 3, 1, 0, false, 6",
        "5, 3, 8, 0, true, 22", // passes of 1x1, 1x1, none, 1x1, 3x1, 2x2, 5x1: 2 + 2 + 2 + 4 + 6 + 6
    })
    void rowsAreCounted(int width, int height, int bits, int colour, boolean interlaced, int bytes) throws IOException {
        assertThat(PngData.damage(png(width, height, bits, colour, interlaced, bytes)))
                .isEmpty();
        assertThat(PngData.damage(png(width, height, bits, colour, interlaced, bytes - 1)))
                .contains("damaged: its data end before its last row; fetch it again");
    }

    @Test
    void chunksThatSayNothingOfThePixelsAreLeftOut() throws IOException {
        byte[] plain = VocFiles.encoded(VocFiles.picture(20, 10), "png");
        var file = new ByteArrayOutputStream();
        file.write(plain, 0, 33);
        chunk(file, "iCCP", new byte[60]);
        chunk(file, "tEXt", new byte[3]);
        file.write(plain, 33, plain.length - 33);
        assertThat(PngData.ofPixels(file.toByteArray())).isEqualTo(PngData.ofPixels(plain));
        assertThat(ImageFiles.decode(file.toByteArray(), "profile").rgb())
                .isEqualTo(ImageFiles.decode(plain, "plain").rgb());
        byte[] other = VocFiles.encoded(VocFiles.picture(20, 10), "jpg");
        assertThat(PngData.ofPixels(other)).isSameAs(other);
    }
}
