package dev.roilab.report.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roilab.claim.Arm;
import dev.roilab.report.plot.PlotTheme;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.GalleryImage;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.Mark;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import tools.jackson.databind.json.JsonMapper;

/** Test images with what every arm found in them, for the browser inside {@code report.html}. */
public final class GalleryData {
    /** Of an image and arm: the surest, which is what can be seen. */
    static final int MOST_MARKS = 60;

    /** Surer than this, or not worth its bytes. */
    static final double LOWEST_SCORE = 0.05;

    private static final int COLORS = 6;

    /** Beside the indices of arms. */
    private static final String TRUTH = "truth";

    private final GalleryPictures pictures;
    private final List<String> classes;

    /** Of pictures and the names of the data set's classes. */
    public GalleryData(GalleryPictures pictures, List<String> classes) {
        this.pictures = pictures;
        this.classes = classes;
    }

    /**
     * An image of the page.
     *
     * @param picture as a data URI
     * @param truth label and corners, in pixels of the original image
     * @param found by index of the arm: label, score and corners
     * @param words what is true, and by index of the arm what was found, where it is said in words
     * @param shapes masks and key points, by the same keys
     */
    private record Shown(
            String id,
            double width,
            double height,
            String picture,
            List<List<Double>> truth,
            Map<String, List<List<Double>>> found,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<String>> words,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<GalleryShape>> shapes) {}

    /** What the page's script reads, safe inside a script element; empty if no picture is there. */
    public Optional<String> json(List<Arm> arms) {
        Map<String, TrialResult> shown = new LinkedHashMap<>();
        for (Arm arm : arms) {
            arm.finished().stream()
                    .filter(trial -> !trial.gallery().isEmpty())
                    .findFirst()
                    .ifPresent(trial -> shown.put(arm.label() + ", seed " + trial.seed(), trial));
        }
        Map<String, Shown> images = new LinkedHashMap<>();
        int index = 0;
        for (TrialResult trial : shown.values()) {
            for (GalleryImage image : trial.gallery()) {
                if (!images.containsKey(image.id())) {
                    image(trial, image).ifPresent(entry -> images.put(image.id(), entry));
                }
                Shown entry = images.get(image.id());
                if (entry != null) {
                    entry.found().put(Integer.toString(index), found(image));
                    put(entry.words(), Integer.toString(index), image.marks().found());
                    GalleryShape.put(
                            entry.shapes(),
                            Integer.toString(index),
                            image.marks().found());
                }
            }
            index++;
        }
        if (images.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("classes", classes);
        data.put("colors", colors(PlotTheme::color));
        data.put("inks", colors(label -> PlotTheme.isDark(PlotTheme.color(label)) ? Color.WHITE : Color.BLACK));
        ContactWords words = words(arms);
        data.put("annotated", words.truth().adjective());
        data.put("found", words.found().adjective());
        data.put("arms", List.copyOf(shown.keySet()));
        data.put("images", List.copyOf(images.values()));
        return Optional.of(JsonMapper.builder().build().writeValueAsString(data).replace("<", "\\u003c"));
    }

    /** What the marks of these arms' images mean, for above the page's browser. */
    public static String sentences(List<Arm> arms) {
        return words(arms).ofPage();
    }

    private static ContactWords words(List<Arm> arms) {
        return new ContactWords(arms.stream()
                .flatMap(arm -> arm.finished().stream()
                        .map(TrialResult::gallery)
                        .filter(images -> !images.isEmpty())
                        .limit(1))
                .flatMap(List::stream)
                .map(GalleryImage::marks)
                .toList());
    }

    private static List<String> colors(IntFunction<Color> color) {
        List<String> colors = new ArrayList<>();
        for (int label = 0; label < COLORS; label++) {
            colors.add(String.format(Locale.ROOT, "#%06x", color.apply(label).getRGB() & 0xFFFFFF));
        }
        return colors;
    }

    private Optional<Shown> image(TrialResult trial, GalleryImage image) {
        Optional<GalleryPictures.Found> found = pictures.of(trial, image);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            BufferedImage picture = found.get().picture();
            double scale = found.get().scale();
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            if (!ImageIO.write(opaque(picture), "jpeg", jpeg)) {
                return Optional.empty();
            }
            Map<String, List<String>> words = new LinkedHashMap<>();
            put(words, TRUTH, image.marks().truth());
            Map<String, List<GalleryShape>> shapes = new LinkedHashMap<>();
            GalleryShape.put(shapes, TRUTH, image.marks().truth());
            return Optional.of(new Shown(
                    image.id(),
                    rounded(picture.getWidth() / scale),
                    rounded(picture.getHeight() / scale),
                    "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg.toByteArray()),
                    ContactMarks.rectangles(image.marks().truth()).stream()
                            .map(mark -> numbers(List.of(label(mark)), mark))
                            .toList(),
                    new LinkedHashMap<>(),
                    words,
                    shapes));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** JPEG has no transparency. */
    private static BufferedImage opaque(BufferedImage picture) {
        BufferedImage plain = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        plain.createGraphics().drawImage(picture, 0, 0, null);
        return plain;
    }

    private static void put(Map<String, List<String>> words, String key, GalleryMarks.Group group) {
        List<String> lines = ContactMarks.words(group);
        if (!lines.isEmpty()) {
            words.put(key, lines);
        }
    }

    private static List<List<Double>> found(GalleryImage image) {
        return ContactMarks.rectangles(image.marks().found()).stream()
                .filter(mark -> ContactMarks.score(mark) >= LOWEST_SCORE)
                .sorted(Comparator.comparingDouble(ContactMarks::score).reversed())
                .limit(MOST_MARKS)
                .map(mark -> numbers(List.of(label(mark), ContactMarks.score(mark)), mark))
                .toList();
    }

    private static double label(Mark.Rectangle mark) {
        return mark.label().orElse(0);
    }

    private static List<Double> numbers(List<Double> first, Mark.Rectangle mark) {
        List<Double> numbers = new ArrayList<>();
        first.forEach(value -> numbers.add(Math.round(1e3 * value) / 1e3));
        List.of(mark.x1(), mark.y1(), mark.x2(), mark.y2()).forEach(value -> numbers.add(rounded(value)));
        return numbers;
    }

    private static double rounded(double value) {
        return Math.round(10 * value) / 10.0;
    }
}
