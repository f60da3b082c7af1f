package dev.roilab.run.system;

import dev.roilab.data.Annotation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.file.WholeFile;
import dev.roilab.result.TrialResult.GalleryImage;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A few test images of a trial with what was there and what was found, kept for the report's contact sheet. */
final class Gallery {
    /** Evenly spread over the test split, the same for every trial of a study. */
    private static final int IMAGES = 6;

    /** Long enough to judge a box by eye, small enough to commit a sheet of a dozen. */
    private static final int LONGEST_SIDE = 480;

    private Gallery() {}

    static <T extends Annotation<T>, P> List<GalleryImage> write(Task<T, P> task, TestSet<T, P> tested, Path folder) {
        List<GalleryImage> images = new ArrayList<>();
        int all = tested.images().size();
        int count = Math.min(IMAGES, all);
        for (int i = 0; i < count; i++) {
            Tested<T, P> image = tested.images().get((int) ((long) i * all / count));
            GalleryMarks marks = task.marks(tested.classes(), image.truth(), image.found());
            images.add(write(image.sample(), marks, folder, i));
        }
        return images;
    }

    private static GalleryImage write(Sample<?> sample, GalleryMarks marks, Path folder, int number) {
        BufferedImage picture = picture(sample.read());
        double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(picture.getWidth(), picture.getHeight()));
        String file = "gallery/%02d.png".formatted(number);
        try {
            Files.createDirectories(folder.resolve("gallery"));
            var bytes = new ByteArrayOutputStream();
            ImageIO.write(shrink(picture, scale), "png", bytes);
            WholeFile.write(folder.resolve(file), bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + folder.resolve(file), e);
        }
        return new GalleryImage(sample.id(), file, scale, marks);
    }

    private static BufferedImage picture(Pixels pixels) {
        var picture = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        byte[] rgb = pixels.rgb();
        for (int y = 0; y < pixels.height(); y++) {
            for (int x = 0; x < pixels.width(); x++) {
                int at = 3 * (y * pixels.width() + x);
                picture.setRGB(x, y, (rgb[at] & 255) << 16 | (rgb[at + 1] & 255) << 8 | (rgb[at + 2] & 255));
            }
        }
        return picture;
    }

    private static BufferedImage shrink(BufferedImage picture, double scale) {
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        var small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }
}
