package dev.roilab.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.voc.VocFiles;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngPaletteTest {
    private static final int PALETTE_LENGTH = 33;

    /** Colour x modulo 3, of as many as the bits can count. */
    private static byte[] threeColours(int bits) throws IOException {
        byte[] ramp = new byte[1 << bits];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (byte) (40 + 60 * i);
        }
        int type = bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY;
        var picture = new BufferedImage(20, 10, type, new IndexColorModel(bits, ramp.length, ramp, ramp, ramp));
        for (int i = 0; i < 200; i++) {
            picture.getRaster().setSample(i % 20, i / 20, 0, i % 20 % 3);
        }
        return VocFiles.encoded(picture, "png");
    }

    /** With the first colours of its palette alone. */
    private static byte[] withColours(byte[] file, int colours) {
        ByteBuffer whole = ByteBuffer.wrap(file);
        int end = PALETTE_LENGTH + 12 + whole.getInt(PALETTE_LENGTH);
        var checksum = new CRC32();
        checksum.update(file, PALETTE_LENGTH + 4, 4 + 3 * colours);
        return ByteBuffer.allocate(PALETTE_LENGTH + 12 + 3 * colours + file.length - end)
                .put(file, 0, PALETTE_LENGTH)
                .putInt(3 * colours)
                .put(file, PALETTE_LENGTH + 4, 4 + 3 * colours)
                .putInt((int) checksum.getValue())
                .put(file, end, file.length - end)
                .array();
    }

    @ParameterizedTest
    @CsvSource({"2", "4", "8"})
    void coloursBeyondThePaletteAreCounted(int bits) throws IOException {
        byte[] file = threeColours(bits);
        assertThat(file).containsSequence((byte) 'P', (byte) 'L', (byte) 'T', (byte) 'E');
        assertThat(PngPalette.damage(file)).isEmpty();
        assertThat(PngPalette.damage(withColours(file, 3))).isEmpty();
        // Columns 2, 5, ..., 17 of 10 rows.
        assertThat(PngPalette.damage(withColours(file, 2)))
                .contains(
                        "damaged: 60 of its 200 pixels are of colours beyond its palette of 2 (first colour 2 at 2, 0)"
                                + " and would be black; fetch it again or write it anew");
        byte[] rgb = ImageFiles.decode(withColours(file, 2), "short").rgb();
        assertThat(Arrays.copyOfRange(rgb, 0, 9)).containsExactly(40, 40, 40, 100, 100, 100, 0, 0, 0);
    }

    @Test
    void picturesWithoutPaletteHaveNoSuchDamage() throws IOException {
        assertThat(PngPalette.damage(VocFiles.encoded(VocFiles.picture(20, 10), "png")))
                .isEmpty();
    }

    @Test
    void suchAPictureIsAnErrorOfTheDataWithItsName(@TempDir Path root) throws IOException {
        VocFiles files = VocFiles.in(root).write("JPEGImages/a.png", withColours(threeColours(8), 2));
        assertThat(files.errors())
                .singleElement()
                .asString()
                .startsWith("JPEGImages/a.png: unreadable image: damaged: 60 of its 200 pixels are of colours beyond");
    }
}
