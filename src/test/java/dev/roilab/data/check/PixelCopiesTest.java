package dev.roilab.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Copies of a picture that differ in what says nothing of its pixels. */
class PixelCopiesTest {
    private static byte[] picture(String format, int colour) throws IOException {
        var picture = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(3, 3, colour);
        var out = new ByteArrayOutputStream();
        ImageIO.write(picture, format, out);
        return out.toByteArray();
    }

    private static byte[] inserted(byte[] file, int at, byte[] more) {
        return ByteBuffer.allocate(file.length + more.length)
                .put(file, 0, at)
                .put(more)
                .put(file, at, file.length - at)
                .array();
    }

    /** Behind the header, which ends at byte 33. */
    private static byte[] remarkInPng(byte[] file) {
        byte[] chunk = "tEXta\0b".getBytes(StandardCharsets.US_ASCII);
        var checksum = new CRC32();
        checksum.update(chunk);
        byte[] whole = ByteBuffer.allocate(chunk.length + 8)
                .putInt(chunk.length - 4)
                .put(chunk)
                .putInt((int) checksum.getValue())
                .array();
        return inserted(file, 33, whole);
    }

    /** Behind the first marker. */
    private static byte[] remarkInJpeg(byte[] file) {
        return inserted(file, 2, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 4, 'a', 'b'});
    }

    private static List<String> told(byte[] one, byte[] other) {
        var findings = new Findings();
        var check = new PictureCheck(findings);
        check.findCopy("train", "a", one);
        check.findCopy("test", "b", other);
        return findings.warnings();
    }

    @Test
    void remarksMakeNoOtherPicture() throws IOException {
        String copy =
                "test image b: the same picture as train image a; copies across splits flatter the result: remove one";
        byte[] png = picture("png", 1);
        byte[] jpeg = picture("jpeg", 0xFFFFFF);
        assertThat(told(png, remarkInPng(png))).containsExactly(copy);
        assertThat(told(jpeg, remarkInJpeg(jpeg))).containsExactly(copy);
        assertThat(told(png, png)).containsExactly(copy);
    }

    @Test
    void otherPixelsDo() throws IOException {
        assertThat(told(picture("png", 1), picture("png", 2))).isEmpty();
        assertThat(told(picture("jpeg", 0xFFFFFF), picture("jpeg", 0))).isEmpty();
        assertThat(told(new byte[] {(byte) 0xFF, (byte) 0xD8, 1}, new byte[] {(byte) 0xFF, (byte) 0xD8, 2}))
                .isEmpty();
    }

    /** One that is named twice is no copy. */
    @Test
    void aPictureIsNoCopyOfItself() throws IOException {
        var findings = new Findings();
        var check = new PictureCheck(findings);
        check.findCopy("train", "a", picture("png", 1));
        check.findCopy("test", "a", picture("png", 1));
        assertThat(findings.warnings()).isEmpty();
    }
}
