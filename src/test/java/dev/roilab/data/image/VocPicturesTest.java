package dev.roilab.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.data.Pixels;
import dev.roilab.data.voc.VocFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Image files as they are found: by their content, whatever their names say. */
class VocPicturesTest {
    @TempDir
    private Path root;

    private VocFiles files;

    @BeforeEach
    void pictureAWithoutExtension() throws IOException {
        files = VocFiles.in(root).delete("JPEGImages/a.png");
    }

    private String error(byte[] content) throws IOException {
        files.write("JPEGImages/a.jpg", content);
        assertThat(files.errors()).hasSize(1);
        return files.errors().getFirst();
    }

    @ParameterizedTest
    @CsvSource({"png,PNG", "bmp,BMP", "tiff,TIFF", "gif,GIF", "webp,WebP"})
    void theContentTellsTheFormat(String format, String name) throws IOException {
        byte[] content = format.equals("webp") ? webp() : VocFiles.encoded(VocFiles.picture(20, 10), format);
        files.write("JPEGImages/a.jpg", content);
        assertThat(files.warnings())
                .contains(
                        "JPEGImages/a.jpg: is a " + name + " file, whatever its name says; it is read as one; for other"
                                + " programs rename it to end in ." + format.replace("tiff", "tif"));
        Pixels pixels = files.data().train().getFirst().read();
        assertThat(pixels.height()).isEqualTo(10);
        if (!format.equals("gif")) {
            assertThat(Arrays.copyOfRange(pixels.rgb(), 3 * 27, 3 * 28)).containsExactly(70, 10, 100);
        }
    }

    private static byte[] webp() throws IOException {
        Pixels pixels = ImageFiles.decode(VocFiles.encoded(VocFiles.picture(20, 10), "png"), "png");
        byte[] bgr = pixels.rgb().clone();
        for (int i = 0; i < bgr.length; i += 3) {
            byte red = bgr[i];
            bgr[i] = bgr[i + 2];
            bgr[i + 2] = red;
        }
        try (BytePointer data = new BytePointer(bgr);
                Mat picture = new Mat(10, 20, opencv_core.CV_8UC3, data);
                BytePointer encoded = new BytePointer();
                IntPointer lossless = new IntPointer(opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101)) {
            opencv_imgcodecs.imencode(".webp", picture, encoded, lossless);
            byte[] file = new byte[(int) encoded.limit()];
            encoded.get(file);
            return file;
        }
    }

    @Test
    void formatsThatAreNotReadAreNamed() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(VocFiles.encoded(VocFiles.picture(20, 10), "jpg"));
        }
        String start = "JPEGImages/a.jpg: unreadable image: ";
        assertThat(error(packed.toByteArray())).startsWith(start + "it is a gzip file; unpack it");
        assertThat(error(text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")))
                .startsWith(start + "it is a Git LFS pointer, not the file; fetch it with `git lfs pull`");
        assertThat(error(text("../.git/annex/objects/aa/bb/SHA256E-s1--0.jpg")))
                .startsWith(start + "it is a git-annex pointer");
        assertThat(error(text("\n<!DOCTYPE HTML>\n<title>404"))).startsWith(start + "it is an HTML page");
        assertThat(error(text("<svg xmlns='http://www.w3.org/2000/svg'/>"))).startsWith(start + "it is an SVG drawing");
        assertThat(error(text("\0\0\0\u0018ftypheic"))).startsWith(start + "it is a HEIC picture");
        assertThat(error(text("\0\0\0\u0018ftypavif"))).startsWith(start + "it is an AVIF picture");
        assertThat(error(new byte[0])).startsWith(start + "the file is empty; fetch it again");
        assertThat(error(new byte[100])).startsWith(start + "it has 100 bytes, all zero; fetch it again");
        assertThat(error(text("PK\u0003\u0004"))).startsWith(start + "it is a zip file; unpack it");
        assertThat(error(new byte[] {1, 2, 3, 4})).isEqualTo(start + "expected JPEG, PNG, WebP, BMP, TIFF or GIF");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 8, 9, 15, 20, 24, 25, 30, 40})
    void filesThatEndEarlyAreNeverRead(int length) throws IOException {
        for (String format : new String[] {"png", "jpg", "bmp", "gif", "tiff"}) {
            byte[] whole = VocFiles.encoded(VocFiles.picture(20, 10), format);
            assertThat(error(Arrays.copyOf(whole, length)))
                    .as(format)
                    .startsWith("JPEGImages/a.jpg: unreadable image: ");
        }
        assertThat(error(Arrays.copyOf(webp(), length))).startsWith("JPEGImages/a.jpg: unreadable image: ");
    }

    @Test
    void strayBytesBetweenSegmentsArePassedOver() throws IOException {
        byte[] whole = VocFiles.encoded(VocFiles.picture(20, 10), "jpg");
        int behind = 4 + ByteBuffer.wrap(whole).getShort(4) - 2;
        var stray = new ByteArrayOutputStream();
        stray.write(whole, 0, behind + 2);
        stray.write(new byte[] {0, 7, (byte) 0xFF, 0, 3});
        stray.write(whole, behind + 2, whole.length - behind - 2);
        stray.write(new byte[] {1, 2, 3, 4, 5});
        assertThat(stray.size()).isEqualTo(whole.length + 10);
        files.write("JPEGImages/a.jpg", stray.toByteArray());
        assertThat(files.data().train().getFirst().read().rgb())
                .isEqualTo(ImageFiles.decode(whole, "whole").rgb());
        assertThat(JpegHeader.withoutStrayBytes(whole)).isSameAs(whole);
    }

    @Test
    void whatStandsBeforeAPictureIsNamed() throws IOException {
        byte[] whole = VocFiles.encoded(VocFiles.picture(20, 10), "jpg");
        byte[] late = new byte[whole.length + 2];
        System.arraycopy(whole, 0, late, 2, whole.length);
        late[0] = '\r';
        late[1] = '\n';
        assertThat(error(late)).contains("a JPEG picture begins at byte 2; remove what stands before it");
    }

    @ParameterizedTest
    @CsvSource({"60000,60000", "1000000,200", "20000,20000"})
    void headersOfHugePicturesAreRefusedBeforeDecoding(int width, int height) throws IOException {
        byte[] bomb = VocFiles.encoded(VocFiles.picture(20, 10), "png");
        ByteBuffer.wrap(bomb).putInt(16, width).putInt(20, height);
        String problem = error(bomb);
        assertThat(problem)
                .isEqualTo(
                        "JPEGImages/a.jpg: unreadable image: its header says %d x %d, which is too large to be meant;"
                                        .formatted(width, height)
                                + " remove or resize it");
        assertThatThrownBy(() -> ImageFiles.decode(bomb, "JPEGImages/a.jpg"))
                .isInstanceOf(DataException.class)
                .hasMessage(problem);
    }

    @Test
    void aHeaderOfMorePixelsThanTheFileCanHoldIsACutFile() throws IOException {
        byte[] bomb = VocFiles.encoded(VocFiles.picture(20, 10), "png");
        ByteBuffer.wrap(bomb).putInt(16, 5000).putInt(20, 5000);
        assertThat(error(bomb)).endsWith("the file ends too early; fetch it again");
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_GRAY})
    void sixteenBitsAreCountedAndTheirLossSaid(int type) throws IOException {
        var grey = new BufferedImage(20, 10, type);
        boolean wide = type == BufferedImage.TYPE_USHORT_GRAY;
        for (int x = 0; x < 20; x++) {
            grey.getRaster().setSample(x, 3, 0, wide ? 40 * x : x);
        }
        files.image("a.png", grey, "png").image("b.png", grey, "png");
        files.annotation("b", VocFiles.object("dog", 1, 1, 9, 9) + VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.warnings().stream().filter(line -> line.contains("bits")))
                .isEqualTo(
                        wide
                                ? List.of(
                                        "JPEGImages/a.png: has 16 bits a channel, of which the upper 8 are read, which"
                                                + " leaves 3 grey levels; convert it if that is too little (and 1 more"
                                                + " like it)")
                                : List.of());
    }

    @Test
    void ofPicturesOf16BitsTheOneThatLosesMostIsNamed() throws IOException {
        var some = new BufferedImage(20, 10, BufferedImage.TYPE_USHORT_GRAY);
        var none = new BufferedImage(20, 10, BufferedImage.TYPE_USHORT_GRAY);
        for (int x = 0; x < 20; x++) {
            some.getRaster().setSample(x, 3, 0, 400 * x);
            none.getRaster().setSample(x, 3, 0, 12 * x);
        }
        files.image("a.png", some, "png").image("b.png", none, "png");
        files.annotation("b", VocFiles.object("dog", 1, 1, 9, 9) + VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.warnings().stream().filter(line -> line.contains("bits")))
                .containsExactly(
                        "JPEGImages/b.png: has 16 bits a channel, of which the upper 8 are read, which leaves 1"
                                + " grey level; convert it if that is too little (and 1 more like it)");
    }

    @Test
    void filesThatBeginWellAndCannotBeDecodedAreRefused() throws IOException {
        byte[] gif = {'G', 'I', 'F', '8', '9', 'a', 20, 0, 10, 0, 0, 0, 0, ';'};
        assertThat(error(gif)).endsWith("it begins as a GIF file but cannot be decoded; fetch it again or convert it");
        byte[] png = VocFiles.encoded(VocFiles.picture(20, 10), "png");
        assertThat(error(new String(png, StandardCharsets.ISO_8859_1)
                        .replace("\r\n", "\n")
                        .getBytes(StandardCharsets.ISO_8859_1)))
                .endsWith("it is a PNG file whose line ends were changed by a transfer as text; fetch it again");
    }

    @Test
    void animationsAreRefused() throws IOException {
        assertThat(error(animation()))
                .endsWith("it has several pictures, an animation or pages; keep the one that the boxes are about");
    }

    private static byte[] animation() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < 2; i++) {
                writer.writeToSequence(new IIOImage(VocFiles.picture(20, 10), null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_INDEXED,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_INT_ARGB,
                BufferedImage.TYPE_BYTE_GRAY
            })
    void palettesGreyAndAlphaBecomeRgb(int type) throws IOException {
        files.image("a.png", new BufferedImage(20, 10, type), "png");
        assertThat(files.data().train().getFirst().read().rgb()).hasSize(600);
        assertThat(files.warnings()).hasSize(1);
    }

    @Test
    void aDamagedChunkOfAPngIsNamed() throws IOException {
        byte[] png = VocFiles.encoded(VocFiles.picture(20, 10), "png");
        int data = new String(png, StandardCharsets.ISO_8859_1).indexOf("IDAT");
        png[data + 4 + ByteBuffer.wrap(png).getInt(data - 4)] ^= 1;
        assertThat(error(png))
                .isEqualTo("JPEGImages/a.jpg: unreadable image: damaged: the checksum of its IDAT chunk does not fit;"
                        + " fetch it again");
    }

    @Test
    void sizesThatNoPictureHasAreSaid() throws IOException {
        byte[] bitmap = VocFiles.encoded(VocFiles.picture(20, 10), "bmp");
        ByteBuffer.wrap(bitmap).order(ByteOrder.LITTLE_ENDIAN).putInt(18, -5);
        assertThat(error(bitmap)).endsWith(": its header says -5 x 10, which no picture can be; fetch it again");
        byte[] png = VocFiles.encoded(VocFiles.picture(20, 10), "png");
        ByteBuffer.wrap(png).putInt(16, -1);
        assertThat(error(png)).contains(": its header says 4294967295 x 10, which is too large to be meant;");
    }
}
