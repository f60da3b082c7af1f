package dev.roilab.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSettings.Orientation;
import dev.roilab.data.image.ImageFiles;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.data.voc.VocFiles;
import dev.roilab.geometry.Box;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures whose file asks viewers to turn them. */
class TurnTest {
    @TempDir
    private Path root;

    /** A JPEG file with an EXIF block that says nothing but its orientation. */
    static byte[] jpeg(byte[] plain, int orientation, ByteOrder order) {
        byte[] exif = exif(orientation, order);
        ByteBuffer file = ByteBuffer.allocate(plain.length + 10 + exif.length);
        file.put(plain, 0, 2).put(new byte[] {(byte) 0xFF, (byte) 0xE1}).putShort((short) (8 + exif.length));
        file.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(exif);
        return file.put(plain, 2, plain.length - 2).array();
    }

    private static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer exif = ByteBuffer.allocate(26).order(order);
        byte letter = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
        exif.put(letter).put(letter).putShort((short) 42).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return exif.array();
    }

    private static byte[] plain() throws IOException {
        return VocFiles.encoded(VocFiles.picture(24, 16), "jpg");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyTurnIsThatOfOpenCv(int orientation) throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] file = jpeg(plain(), orientation, order);
            ImageHeader header = ImageHeader.of(file).orElseThrow();
            assertThat(header.turn().orientation()).isEqualTo(orientation);
            assertThat(header.width()).isEqualTo(24);
            Pixels shown = header.turn().shown(ImageFiles.decode(file, "turned"));
            assertThat(shown.width()).isEqualTo(header.shownWidth());
            assertThat(shown.rgb()).isEqualTo(turnedByOpenCv(file));
        }
    }

    /** As RGB. */
    private static byte[] turnedByOpenCv(byte[] file) {
        try (BytePointer pointer = new BytePointer(file);
                Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, pointer);
                Mat decoded = opencv_imgcodecs.imdecode(encoded, opencv_imgcodecs.IMREAD_COLOR_RGB);
                BytePointer data = decoded.data()) {
            byte[] rgb = new byte[3 * decoded.rows() * decoded.cols()];
            data.get(rgb);
            return rgb;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 274})
    void valuesThatExifDoesNotKnowTurnNothing(int orientation) throws IOException {
        byte[] file = jpeg(plain(), orientation, ByteOrder.LITTLE_ENDIAN);
        assertThat(ImageHeader.of(file).orElseThrow().turn()).isEqualTo(Turn.NONE);
    }

    /** a.jpg, 24 x 16 stored, with a turn and a box in its upper left corner. */
    private VocFiles files(int orientation, String size) throws IOException {
        VocFiles files = VocFiles.in(root);
        files.delete("JPEGImages/a.png").write("JPEGImages/a.jpg", jpeg(plain(), orientation, ByteOrder.BIG_ENDIAN));
        return files.annotation("a", size + VocFiles.object("cat", 1, 1, 10, 12));
    }

    private static DataSettings.Voc orientation(VocFiles files, Orientation orientation) {
        DataSettings.Voc settings = files.settings();
        return new DataSettings.Voc(
                settings.root(),
                settings.classes(),
                settings.trainSplit(),
                settings.testSplit(),
                settings.onBadBox(),
                settings.trainDifficult(),
                settings.firstPixel(),
                Optional.of(orientation),
                settings.shorterSide(),
                settings.longerSide());
    }

    @ParameterizedTest
    @CsvSource({"6,RIGHT", "8,LEFT", "5,TRANSPOSED", "7,TRANSVERSED"})
    void aSizeOfTheTurnedPictureAsksForTheKey(int orientation, Turn turn) throws IOException {
        VocFiles files = files(orientation, VocFiles.size(16, 24));
        assertThat(files.errors())
                .singleElement()
                .asString()
                .isEqualTo("JPEGImages/a.jpg: is to be " + turn.text() + "; Annotations/a.xml:2:7: <size> 16 x 24 fits"
                        + " the turned picture, the stored one is 24 x 16;"
                        + " say data.orientation: shown if the boxes were"
                        + " drawn on the turned picture, or stored");
        Sample<TrueObjects> shown = files.lint(orientation(files, Orientation.SHOWN))
                .data()
                .orElseThrow()
                .train()
                .getFirst();
        assertThat(shown.width()).isEqualTo(16);
        assertThat(shown.read().rgb()).isEqualTo(turnedByOpenCv(jpeg(plain(), orientation, ByteOrder.BIG_ENDIAN)));
        assertThat(shown.truth().objects().getFirst().box()).isEqualTo(new Box(0, 0, 10, 12));
        assertThat(files.lint(orientation(files, Orientation.STORED)).errors())
                .singleElement()
                .asString()
                .endsWith("<size> is 16 x 24, but JPEGImages/a.jpg is 24 x 16; it fits the picture as shown, but"
                        + " data.orientation is stored; correct <size> or the image");
    }

    @Test
    void aSizeOfTheStoredPictureSettlesIt() throws IOException {
        VocFiles files = files(6, VocFiles.size(24, 16));
        assertThat(files.data().train().getFirst().read().width()).isEqualTo(24);
        assertThat(DataSummary.of(files.data()).getLast()).endsWith("; 1 with a turn by EXIF, read as stored");
        assertThat(files.lint(orientation(files, Orientation.SHOWN)).errors())
                .singleElement()
                .asString()
                .contains("it fits the picture as stored, but data.orientation is shown");
    }

    @ParameterizedTest
    @CsvSource({"2,true", "3,true", "4,true", "6,false"})
    void whereTheSizeSettlesNothingTheKeyMustBeSaid(int orientation, boolean sized) throws IOException {
        VocFiles files = files(orientation, sized ? VocFiles.size(24, 16) : "");
        assertThat(files.errors())
                .singleElement()
                .asString()
                .contains("(EXIF orientation " + orientation + "); say data.orientation: shown if");
        for (Orientation said : Orientation.values()) {
            assertThat(files.lint(orientation(files, said)).errors()).isEmpty();
        }
    }

    @Test
    void tiffPngAndWebpTurnAlike() throws IOException {
        byte[] png = VocFiles.encoded(VocFiles.picture(24, 16), "png");
        Pixels expected = ImageFiles.decode(png, "png");
        byte[] tiff = turnedTiff(VocFiles.encoded(VocFiles.picture(24, 16), "tiff"), 6);
        ImageHeader header = ImageHeader.of(tiff).orElseThrow();
        assertThat(header.turn()).isEqualTo(Turn.RIGHT);
        assertThat(ImageFiles.decode(tiff, "tiff").rgb()).isEqualTo(expected.rgb());
        assertThat(ImageHeader.of(pngWithExif(png, 8)).orElseThrow().turn()).isEqualTo(Turn.LEFT);
        assertThat(ImageFiles.decode(pngWithExif(png, 8), "png").rgb()).isEqualTo(expected.rgb());
        assertThat(ImageHeader.of(webpWithExif(3)).orElseThrow().turn()).isEqualTo(Turn.HALF);
    }

    /** With an orientation in place of the resolution unit, whose default is meant anyway. */
    private static byte[] turnedTiff(byte[] tiff, int orientation) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff);
        bytes.order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = bytes.getInt(4);
        int count = bytes.getShort(directory);
        byte[] longer = Arrays.copyOf(tiff, tiff.length + 2 + 12 * (count + 1) + 4);
        ByteBuffer out = ByteBuffer.wrap(longer).order(bytes.order());
        out.putInt(4, tiff.length).position(tiff.length);
        out.putShort((short) (count + 1));
        boolean put = false;
        for (int i = 0; i < count; i++) {
            int entry = directory + 2 + 12 * i;
            if (!put && (bytes.getShort(entry) & 0xFFFF) > 274) {
                out.putShort((short) 274)
                        .putShort((short) 3)
                        .putInt(1)
                        .putShort((short) orientation)
                        .putShort((short) 0);
                put = true;
            }
            out.put(tiff, entry, 12);
        }
        out.putInt(0);
        return longer;
    }

    private static byte[] pngWithExif(byte[] png, int orientation) {
        byte[] exif = exif(orientation, ByteOrder.BIG_ENDIAN);
        var crc = new CRC32();
        byte[] name = {'e', 'X', 'I', 'f'};
        crc.update(name);
        crc.update(exif);
        ByteBuffer file = ByteBuffer.allocate(png.length + 12 + exif.length);
        file.put(png, 0, 33).putInt(exif.length).put(name).put(exif).putInt((int) crc.getValue());
        return file.put(png, 33, png.length - 33).array();
    }

    private static byte[] webpWithExif(int orientation) {
        byte[] exif = exif(orientation, ByteOrder.LITTLE_ENDIAN);
        ByteBuffer file = ByteBuffer.allocate(12 + 18 + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(file.capacity() - 8);
        file.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
        file.put(new byte[] {23, 0, 0, 15, 0, 0});
        file.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
        return file.array();
    }
}
