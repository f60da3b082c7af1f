package dev.roilab.data.voc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSets;
import dev.roilab.data.LintReport;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose header is right and whose data are not: decoders read on. */
class DamagedPicturesTest {
    private static final String NAME = "JPEGImages/a.jpg: ";

    @TempDir
    private Path root;

    private VocFiles files;
    private byte[] whole = {};

    @BeforeEach
    void aNoisyPicture() throws IOException {
        files = VocFiles.in(root).delete("JPEGImages/a.png");
        files.annotation("a", VocFiles.size(64, 48) + VocFiles.object("cat", 1, 1, 20, 10));
        whole = VocFiles.encoded(noise(), "jpg");
    }

    private static BufferedImage noise() {
        var random = new SplittableRandom(3);
        var picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 48; i++) {
            picture.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
        }
        return picture;
    }

    private List<String> errors(byte[] content) throws IOException {
        files.write("JPEGImages/a.jpg", content);
        return files.errors();
    }

    @Test
    void bytesLeftOverInAJpegAreAWarning() throws IOException {
        byte[] padded = Arrays.copyOf(whole, whole.length + 7);
        padded[padded.length - 2] = (byte) 0xFF;
        padded[padded.length - 1] = (byte) 0xD9;
        Arrays.fill(padded, whole.length - 2, padded.length - 2, (byte) 0);
        files.write("JPEGImages/a.jpg", padded);
        assertThat(files.warnings())
                .anyMatch(line -> line.matches(NAME + "damaged: its data do not end where its last row does \\(\\d"
                        + " extraneous bytes before marker 0xd9\\); look at it, and fetch it again if a part of it"
                        + " is wrong"));
    }

    /** JPEG has no checksum: where the blocks happen to end with the data nothing shows. */
    @Test
    void bytesFlippedInTheMiddleAreTold() throws IOException {
        int told = 0;
        for (int flipped = 0; flipped < 20; flipped++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 6; i++) {
                damaged[whole.length / 2 + 20 * flipped + i] ^= 0x5A;
            }
            files.write("JPEGImages/a.jpg", damaged);
            LintReport report = files.lint();
            List<String> lines = report.errors().isEmpty() ? report.warnings() : report.errors();
            told += lines.getFirst().startsWith(NAME) && lines.getFirst().contains("damaged: its data ") ? 1 : 0;
        }
        assertThat(told).isGreaterThanOrEqualTo(15);
    }

    @Test
    void dataMissingBeforeTheEndMarkAreAnError() throws IOException {
        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        half[half.length - 2] = (byte) 0xFF;
        half[half.length - 1] = (byte) 0xD9;
        var gap = new ByteArrayOutputStream();
        gap.write(whole, 0, whole.length / 2);
        gap.write(whole, whole.length / 2 + 300, whole.length - whole.length / 2 - 300);
        String error = NAME + "unreadable image: damaged: its data are not whole (premature end of data segment);"
                + " fetch it again";
        assertThat(errors(half)).containsExactly(error);
        assertThat(errors(gap.toByteArray())).containsExactly(error);
    }

    /** The preview brings an end mark of its own. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPictureThatEndsWhereItsPreviewStartsIsAnError(boolean progressive) throws IOException {
        byte[] full = progressive ? progressive(noise()) : whole;
        byte[] preview = VocFiles.encoded(VocFiles.picture(32, 24), "jpg");
        for (int part = 1; part < 10; part++) {
            byte[] cut = joined(Arrays.copyOf(full, 700 + (full.length - 700) * part / 10), preview);
            assertThat(errors(cut))
                    .singleElement()
                    .asString()
                    .startsWith(NAME + "unreadable image: damaged: its data are not whole (")
                    .endsWith("); fetch it again");
        }
        assertThat(errors(joined(Arrays.copyOf(full, full.length / 2), preview)))
                .containsExactly(NAME + "unreadable image: damaged: its data are not whole (premature end of data"
                        + " segment); fetch it again");
        assertThat(errors(joined(Arrays.copyOf(full, full.length - 2), preview)))
                .containsExactly(NAME + "unreadable image: damaged: its data are not whole (another picture starts"
                        + " before the mark of its end); fetch it again");
    }

    @Test
    void whatStandsBehindAWholePictureIsPassedOver() throws IOException {
        byte[] preview = VocFiles.encoded(VocFiles.picture(32, 24), "jpg");
        for (byte[] full : List.of(whole, progressive(noise()))) {
            for (byte[] more : List.of(preview, new byte[] {0, 1, 2, (byte) 0xFF, (byte) 0xD8, 5})) {
                files.write("JPEGImages/a.jpg", joined(full, more));
                assertThat(files.errors()).isEmpty();
                assertThat(files.warnings()).noneMatch(line -> line.contains("damaged"));
            }
        }
    }

    private static byte[] progressive(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        var bytes = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), param);
        }
        writer.dispose();
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[] start, byte[] end) {
        byte[] all = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, all, start.length, end.length);
        return all;
    }

    @Test
    void aPngWithoutItsLastRowsIsAnError() throws IOException {
        files.write("JPEGImages/a.png", png(40));
        assertThat(files.errors()).singleElement().asString().startsWith("JPEGImages/a.png: ");
        files.write("JPEGImages/a.png", png(48));
        assertThat(files.errors()).isEmpty();
    }

    /** Grey, 64 x 48, with sound checksums, of which some rows are there. */
    private static byte[] png(int rows) {
        var deflater = new Deflater();
        deflater.setInput(new byte[rows * 65]);
        deflater.finish();
        byte[] data = new byte[4000];
        data = Arrays.copyOf(data, deflater.deflate(data));
        ByteBuffer file = ByteBuffer.allocate(data.length + 57).putLong(0x89504E470D0A1A0AL);
        chunk(file, 0x49484452, new byte[] {0, 0, 0, 64, 0, 0, 0, 48, 8, 0, 0, 0, 0});
        chunk(file, 0x49444154, data);
        chunk(file, 0x49454E44, new byte[0]);
        return file.array();
    }

    private static void chunk(ByteBuffer file, int type, byte[] content) {
        var checksum = new CRC32();
        checksum.update(ByteBuffer.allocate(4).putInt(type).flip());
        checksum.update(content);
        file.putInt(content.length).putInt(type).put(content).putInt((int) checksum.getValue());
    }

    @Test
    void soundPicturesAreNotDecodedAgainAndDamagedOnesAre() throws IOException {
        Path cache = root.resolve("cache");
        Path known = cache.resolve("sound-pictures-3.txt");
        files.write("JPEGImages/a.jpg", whole);
        assertThat(lint(cache).errors()).isEmpty();
        assertThat(known).isRegularFile();
        assertThat(Files.readAllLines(known)).hasSize(2).allMatch(line -> line.matches("[0-9a-f]{64}"));

        byte[] half = Arrays.copyOf(whole, whole.length / 2);
        half[half.length - 2] = (byte) 0xFF;
        half[half.length - 1] = (byte) 0xD9;
        files.write("JPEGImages/a.jpg", half);
        assertThat(lint(cache).errors()).hasSize(1);
        assertThat(lint(cache).errors()).hasSize(1);
        assertThat(Files.readAllLines(known)).hasSize(2);
    }

    private LintReport lint(Path cache) {
        return DataSets.lint(files.settings(), Optional.of(root), Optional.of(cache));
    }
}
