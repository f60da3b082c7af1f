package dev.roilab.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.data.DataException;
import dev.roilab.data.Pixels;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ImageFilesTest {
    // JPEG decoders differ in the rounding of the inverse cosine transform and in the way they enlarge the colours.
    private static final double GREY_LEVELS = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "voc100/images/2007_000027.jpg",
                "voc100/images/2007_000032.jpg",
                "bccd/BCCD/JPEGImages/BloodImage_00000.jpg",
                "raccoon/images/raccoon-1.jpg",
                "raccoon/images/raccoon-150.jpg"
            })
    void decodesLikeTheReference(String file) {
        JsonNode expected = ReferenceData.json("ref/image_io/expected.json")
                .get("decode")
                .valueStream()
                .filter(image -> image.get("file").asString().equals(file))
                .findFirst()
                .orElseThrow();
        Pixels pixels = ImageFiles.read(ReferenceData.path("data/" + file));
        assertThat(pixels.width()).isEqualTo(expected.get("width").asInt());
        assertThat(pixels.height()).isEqualTo(expected.get("height").asInt());
        for (int channel = 0; channel < 3; channel++) {
            assertThat(mean(pixels, channel))
                    .isCloseTo(expected.get("mean_rgb").get(channel).asDouble(), within(0.5));
        }
        expected.get("pixels").forEachEntry((place, rgb) -> assertPixel(pixels, place, rgb));
    }

    @Test
    void picturesOfEveryKindHaveThePixelsThatPillowReads() {
        for (JsonNode expected : ReferenceCases.GOLDEN.json("files/pictures").get("cases")) {
            String file = expected.get("file").asString();
            Pixels pixels = ImageFiles.read(ReferenceCases.golden("files/" + file));
            assertThat(pixels.width()).isEqualTo(expected.get("width").asInt());
            assertThat(pixels.height()).isEqualTo(expected.get("height").asInt());
            double tolerance = file.endsWith(".png") ? 0 : GREY_LEVELS;
            for (int i = 0; i < pixels.rgb().length; i++) {
                assertThat((double) (pixels.rgb()[i] & 0xFF))
                        .as("%s, number %d", file, i)
                        .isCloseTo(expected.get("rgb").get(i).asDouble(), within(tolerance));
            }
        }
    }

    private static void assertPixel(Pixels pixels, String place, JsonNode rgb) {
        String[] rowAndColumn = place.split(",", -1);
        int at = Integer.parseInt(rowAndColumn[0]) * pixels.width() + Integer.parseInt(rowAndColumn[1]);
        for (int channel = 0; channel < 3; channel++) {
            assertThat((double) (pixels.rgb()[at * 3 + channel] & 0xFF))
                    .as("row, column " + place)
                    .isCloseTo(rgb.get(channel).asDouble(), within(GREY_LEVELS));
        }
    }

    private static double mean(Pixels pixels, int channel) {
        double sum = 0;
        for (int i = channel; i < pixels.rgb().length; i += 3) {
            sum += pixels.rgb()[i] & 0xFF;
        }
        return sum / (pixels.width() * pixels.height());
    }

    @ParameterizedTest
    @CsvSource({"GOLDEN, image_io/resize", "SHARED, image_io/expected"})
    void resizesLikeOpenCv(ReferenceCases source, String file) {
        JsonNode resize = source.json(file).get("resize");
        assertThat(resize.get("cases").size()).isPositive();
        int[] shape = ReferenceData.ints(resize.get("source").get("shape"));
        Pixels pixels =
                new Pixels(shape[1], shape[0], bytes(resize.get("source").get("data")));
        for (JsonNode expected : resize.get("cases")) {
            int[] size = ReferenceData.ints(expected.get("hw"));
            Pixels resized = ImageFiles.resize(pixels, size[1], size[0]);
            assertThat(resized.rgb()).as("%d x %d", size[0], size[1]).isEqualTo(bytes(expected.get("opencv_bilinear")));
        }
    }

    private static byte[] bytes(JsonNode numbers) {
        byte[] values = new byte[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) numbers.get(i).asInt();
        }
        return values;
    }

    @Test
    void greyAndTransparentFilesBecomeRgb() throws IOException {
        BufferedImage grey = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(2, 1, 0, 77);
        Pixels fromGrey = ImageFiles.decode(png(grey), "grey");
        assertThat(Arrays.copyOfRange(fromGrey.rgb(), 15, 18)).containsExactly(77, 77, 77);

        BufferedImage transparent = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        transparent.setRGB(1, 0, 0x80_10_20_30);
        Pixels fromTransparent = ImageFiles.decode(png(transparent), "transparent");
        assertThat(Arrays.copyOfRange(fromTransparent.rgb(), 3, 6)).containsExactly(0x10, 0x20, 0x30);
    }

    @Test
    void greyPhotographsOfTheRaccoonSetAreRead() throws IOException {
        int grey = 0;
        try (var files = Files.list(ReferenceData.path("data/raccoon/images"))) {
            for (Path file : files.sorted().toList()) {
                ImageHeader header = ImageHeader.of(Files.readAllBytes(file)).orElseThrow();
                Pixels pixels = ImageFiles.read(file);
                assertThat(pixels.width()).isEqualTo(header.width());
                assertThat(pixels.height()).isEqualTo(header.height());
                assertThat(header.complete()).isTrue();
                grey += isGrey(pixels) ? 1 : 0;
            }
        }
        assertThat(grey).isGreaterThanOrEqualTo(3);
    }

    private static boolean isGrey(Pixels pixels) {
        byte[] rgb = pixels.rgb();
        for (int i = 0; i < rgb.length; i += 3) {
            if (rgb[i] != rgb[i + 1] || rgb[i] != rgb[i + 2]) {
                return false;
            }
        }
        return true;
    }

    @Test
    void whatIsNoImageIsRefusedByName(@TempDir Path folder) {
        assertThatThrownBy(() -> ImageFiles.decode(new byte[] {1, 2, 3}, "a.jpg"))
                .isInstanceOf(DataException.class)
                .hasMessage("a.jpg: not an image that can be decoded; expected JPEG, PNG, WebP, BMP, TIFF or GIF");
        assertThatThrownBy(() -> ImageFiles.decode(new byte[0], "b.jpg")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> ImageFiles.read(folder.resolve("c.jpg")))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("c.jpg: no such image");
    }

    @Test
    void headersOfCutFilesAreIncomplete() throws IOException {
        for (String format : new String[] {"png", "jpg"}) {
            byte[] whole = encode(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), format);
            assertThat(ImageHeader.of(whole)).hasValueSatisfying(header -> {
                assertThat(header.width()).isEqualTo(40);
                assertThat(header.height()).isEqualTo(30);
                assertThat(header.complete()).isTrue();
            });
            byte[] cut = Arrays.copyOf(whole, whole.length - 5);
            assertThat(ImageHeader.of(cut))
                    .hasValueSatisfying(header -> assertThat(header.complete()).isFalse());
        }
        assertThat(ImageHeader.of(new byte[100])).isEmpty();
        assertThat(ImageHeader.of(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 0}))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.5, 0.9, 0.97})
    void aScanCutOffBeforeItsEndMarkIsRefused(double part) throws IOException {
        byte[] whole = encode(noise(100, 70), "jpg");
        assertThat(ImageFiles.decode(whole, "whole").height()).isEqualTo(70);
        byte[] cut = Arrays.copyOf(whole, (int) (part * whole.length) + 2);
        cut[cut.length - 2] = (byte) 0xFF;
        cut[cut.length - 1] = (byte) 0xD9;
        assertThat(ImageHeader.of(cut))
                .hasValueSatisfying(header -> assertThat(header.complete()).isTrue());
        assertThatThrownBy(() -> ImageFiles.decode(cut, "cut.jpg"))
                .isInstanceOf(DataException.class)
                .hasMessage("cut.jpg: unreadable image: its data end before its last row, and what is missing would be"
                        + " grey; fetch it again");
    }

    @Test
    void aWholePictureMayEndInMidGrey() throws IOException {
        BufferedImage picture = noise(64, 48);
        for (int y = 16; y < 48; y++) {
            for (int x = 16; x < 64; x++) {
                picture.setRGB(x, y, 0x808080);
            }
        }
        byte[] rgb = ImageFiles.decode(encode(picture, "jpg"), "grey corner").rgb();
        assertThat(Arrays.copyOfRange(rgb, rgb.length - 3, rgb.length)).containsOnly(0x80);
    }

    private static BufferedImage noise(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return picture;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        return encode(image, "png");
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }
}
