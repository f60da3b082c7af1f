package dev.roilab.testing;

import dev.roilab.data.Dataset;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Writes a data set as a folder in Pascal VOC layout with JPEG images and the splits {@code train} and {@code test}.
 */
public final class VocFolderWriter {
    private VocFolderWriter() {}

    public static void write(Dataset<TrueObjects> data, Path root) throws IOException {
        for (String folder : List.of("JPEGImages", "Annotations", "ImageSets/Main")) {
            Files.createDirectories(root.resolve(folder));
        }
        split(data, "train", data.train(), root);
        split(data, "test", data.test(), root);
    }

    private static void split(Dataset<TrueObjects> data, String name, List<Sample<TrueObjects>> samples, Path root)
            throws IOException {
        Files.write(
                root.resolve("ImageSets/Main/" + name + ".txt"),
                samples.stream().map(Sample::id).toList());
        for (Sample<TrueObjects> sample : samples) {
            String id = sample.id();
            ImageIO.write(
                    picture(sample.read()),
                    "jpg",
                    root.resolve("JPEGImages/" + id + ".jpg").toFile());
            Files.writeString(root.resolve("Annotations/" + id + ".xml"), annotation(data, id, sample));
        }
    }

    private static BufferedImage picture(Pixels pixels) {
        var image = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pixels.width() * pixels.height(); i++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                rgb = (rgb << 8) | (pixels.rgb()[3 * i + channel] & 0xFF);
            }
            image.setRGB(i % pixels.width(), i / pixels.width(), rgb);
        }
        return image;
    }

    private static String annotation(Dataset<TrueObjects> data, String id, Sample<TrueObjects> sample) {
        var text = new StringBuilder("""
                <annotation>
                  <filename>%s.jpg</filename>
                  <size><width>%d</width><height>%d</height><depth>3</depth></size>
                """.formatted(id, sample.width(), sample.height()));
        for (TrueObject object : sample.truth().objects()) {
            var box = object.box();
            text.append(String.format(
                    Locale.ROOT,
                    "  <object><name>%s</name><bndbox><xmin>%.1f</xmin><ymin>%.1f</ymin><xmax>%.1f</xmax>"
                            + "<ymax>%.1f</ymax></bndbox></object>%n",
                    data.classes().get(object.label()),
                    box.x1() + 1,
                    box.y1() + 1,
                    box.x2(),
                    box.y2()));
        }
        return text.append("</annotation>\n").toString();
    }
}
