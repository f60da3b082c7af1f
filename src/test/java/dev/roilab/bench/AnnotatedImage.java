package dev.roilab.bench;

import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.image.ImageFiles;
import dev.roilab.geometry.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decoded image in memory with the boxes of its Pascal VOC annotation, labels left out: enough to measure proposals.
 * Boxes without extent are left out too.
 */
record AnnotatedImage(String id, Pixels read, TrueObjects truth) implements Sample<TrueObjects> {
    private static final Pattern CORNER = Pattern.compile("<(xmin|ymin|xmax|ymax)>\\s*([0-9.]+)\\s*</");

    /**
     * Reads the first images of a folder, in the order of their names.
     *
     * @param most how many
     */
    static List<AnnotatedImage> read(Path images, Path annotations, int most) throws IOException {
        try (var files = Files.list(images)) {
            List<AnnotatedImage> read = new ArrayList<>();
            for (Path file : files.sorted().limit(most).toList()) {
                String id = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
                read.add(new AnnotatedImage(
                        id, ImageFiles.read(file), new TrueObjects(boxes(annotations.resolve(id + ".xml")))));
            }
            return read;
        }
    }

    private static List<TrueObject> boxes(Path annotation) throws IOException {
        List<TrueObject> objects = new ArrayList<>();
        // Parts of an object, such as a person's head, have boxes that no detector is asked for.
        String text = Files.readString(annotation).replaceAll("(?s)<part>.*?</part>", "");
        for (String object : text.split("<object>", -1)) {
            double[] corners = new double[4];
            Matcher matcher = CORNER.matcher(object);
            int found = 0;
            while (matcher.find()) {
                corners[List.of("xmin", "ymin", "xmax", "ymax").indexOf(matcher.group(1))] =
                        Double.parseDouble(matcher.group(2));
                found++;
            }
            Box box = new Box(corners[0] - 1, corners[1] - 1, corners[2], corners[3]);
            if (found == corners.length && box.hasExtent()) {
                objects.add(new TrueObject(0, box, false));
            }
        }
        return objects;
    }

    @Override
    public int width() {
        return read.width();
    }

    @Override
    public int height() {
        return read.height();
    }
}
