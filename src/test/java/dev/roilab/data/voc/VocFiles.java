package dev.roilab.data.voc;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.LintReport;
import dev.roilab.data.TestSettings;
import dev.roilab.data.TrueObjects;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * A folder in VOC layout with a training picture {@code a} (20 x 10 pixels, a cat) and a test picture {@code b} (20 x
 * 12, a cat and a dog), whose files tests replace by what they are about.
 */
public final class VocFiles {
    private final Path root;

    private VocFiles(Path root) {
        this.root = root;
    }

    public static VocFiles in(Path root) throws IOException {
        var files = new VocFiles(root);
        files.list("trainval", "a\n").list("test", "b\n");
        files.image("a.png", picture(20, 10), "png").image("b.png", picture(20, 12), "png");
        files.annotation("a", size(20, 10) + object("cat", 1, 1, 20, 10));
        files.annotation("b", size(20, 12) + object("dog", 3, 4, 8, 9) + object("cat", 2, 2, 5, 5));
        return files;
    }

    VocFiles list(String name, String content) throws IOException {
        return write("ImageSets/Main/" + name + ".txt", content.getBytes(StandardCharsets.UTF_8));
    }

    public VocFiles annotation(String id, String content) throws IOException {
        return write(
                "Annotations/" + id + ".xml",
                ("<annotation>\n" + content + "</annotation>\n").getBytes(StandardCharsets.UTF_8));
    }

    public VocFiles image(String name, BufferedImage picture, String format) throws IOException {
        return write("JPEGImages/" + name, encoded(picture, format));
    }

    public VocFiles write(String file, byte[] content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
        return this;
    }

    public VocFiles delete(String file) throws IOException {
        Files.delete(root.resolve(file));
        return this;
    }

    Path root() {
        return root;
    }

    public static String size(int width, int height) {
        return "<size><width>%d</width><height>%d</height><depth>3</depth></size>\n".formatted(width, height);
    }

    public static String object(String name, int left, int top, int right, int bottom) {
        return "<object><name>%s</name>%s</object>\n".formatted(name, box(left, top, right, bottom));
    }

    static String box(int left, int top, int right, int bottom) {
        return "<bndbox><xmin>%d</xmin><ymin>%d</ymin><xmax>%d</xmax><ymax>%d</ymax></bndbox>"
                .formatted(left, top, right, bottom);
    }

    /** Every pixel's colour tells its place. */
    public static BufferedImage picture(int width, int height) {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, (10 * x) << 16 | (10 * y) << 8 | 100);
            }
        }
        return picture;
    }

    public static byte[] encoded(BufferedImage picture, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, format, bytes)) {
            throw new IllegalArgumentException("nothing writes " + format);
        }
        return bytes.toByteArray();
    }

    public DataSettings.Voc settings() {
        return TestSettings.voc(DataSettings.OnBadBox.FAIL, "cat", "dog");
    }

    LintReport lint() {
        return lint(settings());
    }

    public LintReport lint(DataSettings.Voc settings) {
        return DataSets.lint(settings, Optional.of(root));
    }

    /** The data set, which has no errors. */
    public Dataset<TrueObjects> data() {
        return DataSets.load(settings(), Optional.of(root));
    }

    public List<String> errors() {
        return lint().errors();
    }

    /** Of a data set without errors. */
    public List<String> warnings() {
        return data().warnings();
    }
}
