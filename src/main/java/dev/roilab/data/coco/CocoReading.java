package dev.roilab.data.coco;

import dev.roilab.data.check.Findings;
import dev.roilab.data.coco.CocoContent.Annotation;
import dev.roilab.data.coco.CocoContent.Category;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.coco.CocoContent.Segmentation;
import dev.roilab.file.ForeignFile;
import dev.roilab.geometry.mask.PolygonMasks;
import dev.roilab.geometry.mask.RunLengthMask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a COCO file element by element (cocodataset.org, format of the data): no more of it is in memory at once than
 * one annotation and what was made of those before.
 */
final class CocoReading {
    private static final String IMAGES = "images";
    private static final String CATEGORIES = "categories";
    private static final String ANNOTATIONS = "annotations";

    /** {@code NaN} is no JSON, but Python writes it; it is refused where it stands, with a word. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .build();

    private static final int LOOKED_AT = 512;

    private final String name;
    private final Findings findings;
    private final List<Image> images = new ArrayList<>();
    private final List<Category> categories = new ArrayList<>();
    private final List<Annotation> annotations = new ArrayList<>();

    /** And the line at which each first stands. */
    private final Map<String, Integer> keys = new TreeMap<>();

    private CocoReading(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
    }

    /**
     * What a file says; absent, with an error, where it is no COCO file at all.
     *
     * @param name for messages
     */
    static Optional<CocoContent> read(Path file, String name, Findings findings) {
        var reading = new CocoReading(name, findings);
        try (InputStream bytes = Files.newInputStream(file);
                JsonParser parser = JSON.createParser(bytes)) {
            if (!reading.readAll(parser)) {
                return Optional.empty();
            }
        } catch (JacksonException e) {
            reading.broken(file, e);
            return Optional.empty();
        } catch (IOException e) {
            findings.error(
                    "annotation files",
                    "%s: cannot be read (%s); fetch it again, or let it be read".formatted(name, e.getMessage()));
            return Optional.empty();
        }
        return Optional.of(new CocoContent(name, reading.images, reading.categories, reading.annotations));
    }

    private void broken(Path file, JacksonException e) {
        String kind = "; correct it there, or fetch the file again";
        try (InputStream bytes = Files.newInputStream(file)) {
            kind = ForeignFile.notText(bytes.readNBytes(LOOKED_AT))
                    .map(what -> "; " + what)
                    .orElse(kind);
        } catch (IOException _) {
            // What the parser says is known all the same.
        }
        findings.error(
                "annotation files",
                "%s:%d: no JSON from column %d on%s"
                        .formatted(
                                name,
                                e.getLocation().getLineNr(),
                                e.getLocation().getColumnNr(),
                                kind));
    }

    private boolean readAll(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            String hint = first == JsonToken.START_ARRAY
                    ? "; it is a list, as files of results are: name the file of annotations"
                    : "; name another file";
            findings.error(
                    "annotation files",
                    "%s: expected an object with %s, %s and %s%s"
                            .formatted(name, IMAGES, CATEGORIES, ANNOTATIONS, hint));
            return false;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            int line = parser.currentTokenLocation().getLineNr();
            Integer before = keys.putIfAbsent(key, line);
            if (before != null) {
                findings.error(
                        "annotation files",
                        "%s:%d: '%s' stands there a second time, first at line %d; keep one, or make one list of both"
                                .formatted(name, line, key, before));
            }
            parser.nextToken();
            switch (key) {
                case IMAGES -> elements(parser, "image", this::image);
                case CATEGORIES -> elements(parser, "category", this::category);
                case ANNOTATIONS -> elements(parser, "annotation", this::annotation);
                default -> parser.skipChildren();
            }
        }
        requireEnd(parser);
        List<String> missing = List.of(IMAGES, CATEGORIES, ANNOTATIONS).stream()
                .filter(key -> !keys.containsKey(key))
                .toList();
        if (!missing.isEmpty()) {
            findings.error(
                    "annotation files",
                    "%s: has no %s; it has %s: add what is missing, or name the file that has it"
                            .formatted(name, String.join(" and no ", missing), String.join(", ", keys.keySet())));
        }
        return missing.isEmpty();
    }

    private void requireEnd(JsonParser parser) {
        if (parser.nextToken() != null) {
            findings.error(
                    "annotation files",
                    "%s:%d: something follows the end of the object, where the file should end; if it is a second"
                                    .formatted(
                                            name, parser.currentTokenLocation().getLineNr())
                            + " document, make one of both or two files");
        }
    }

    private void elements(JsonParser parser, String noun, Consumer<CocoElement> reader) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            findings.error(
                    "annotation files",
                    "%s:%d: '%s' is no list; make it one"
                            .formatted(name, parser.currentTokenLocation().getLineNr(), parser.currentName()));
            parser.skipChildren();
            return;
        }
        int number = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            number++;
            String place = name + ":" + parser.currentTokenLocation().getLineNr();
            var tree = JsonTree.read(parser);
            var element = new CocoElement(tree.node(), place, noun, number, findings);
            tree.repeated().forEach(key -> element.wrong("has the key '%s' more than once; keep one".formatted(key)));
            reader.accept(element);
        }
    }

    private void image(CocoElement element) {
        var image = new Image(
                element.id("id"),
                element.text("file_name"),
                element.extent("width"),
                element.extent("height"),
                element.place());
        if (element.isSound()) {
            images.add(image);
        }
    }

    private void category(CocoElement element) {
        List<String> points = new ArrayList<>();
        element.value("keypoints").ifPresent(names -> names.forEach(word -> points.add(word.asString())));
        var category = new Category(element.id("id"), element.text("name"), points, element.place());
        if (element.isSound()) {
            categories.add(category);
        }
    }

    private void annotation(CocoElement element) {
        Optional<double[]> box = element.value("bbox").map(numbers -> element.numbers(numbers, "bbox"));
        if (element.isSound() && box.isPresent() && box.get().length != 4) {
            element.wrong("has a bbox of %d numbers, expected left, top, width and height; correct it"
                    .formatted(box.get().length));
        }
        double[] points = element.value("keypoints")
                .map(numbers -> element.numbers(numbers, "keypoints"))
                .orElseGet(() -> new double[0]);
        var annotation = new Annotation(
                element.id("id"),
                element.id("image_id"),
                element.id("category_id"),
                element.flag("iscrowd"),
                box,
                element.area("area"),
                segmentation(element),
                points,
                element.number("num_keypoints"),
                element.place());
        if (element.isSound()) {
            annotations.add(annotation);
            findIgnored(element, annotation);
            findScored(element, annotation);
        }
    }

    private void findIgnored(CocoElement element, Annotation annotation) {
        boolean ignored = element.value("ignore")
                .filter(mark -> mark.isBoolean() ? mark.booleanValue() : !mark.isNumber() || mark.doubleValue() != 0)
                .isPresent();
        if (ignored) {
            findings.warning(
                    "marks that are not read",
                    "%s: is marked \"ignore\", which is not read; it is taken as any other, \"iscrowd\" would let it"
                                    .formatted(annotation.text())
                            + " absorb detections");
        }
    }

    private void findScored(CocoElement element, Annotation annotation) {
        if (element.value("score").isPresent()) {
            findings.warning(
                    "annotations with a score",
                    "%s: has a score, as detections have and objects that somebody marked have not; it is taken as any other: look where the file comes from"
                            .formatted(annotation.text()));
        }
    }

    private static Segmentation segmentation(CocoElement element) {
        Optional<JsonNode> value = element.value("segmentation").filter(node -> !node.isEmpty());
        if (value.isEmpty()) {
            return new Segmentation.None();
        }
        try {
            return value.get().isArray() ? polygons(element, value.get()) : runs(element, value.get());
        } catch (IllegalArgumentException e) {
            element.wrong("has a segmentation that cannot be: " + e.getMessage()
                    + "; correct it, or leave the segmentation out");
            return new Segmentation.None();
        }
    }

    private static Segmentation polygons(CocoElement element, JsonNode list) {
        if (list.get(0).isNumber()) {
            throw new IllegalArgumentException(
                    "it is a list of numbers, expected one of polygons, [[x1, y1, x2, y2, ...]]");
        }
        if (list.size() > 2 && StreamSupport.stream(list.spliterator(), false).allMatch(point -> point.size() == 2)) {
            throw new IllegalArgumentException(
                    "it is a list of points, expected one of polygons, [[x1, y1, x2, y2, ...]]");
        }
        List<double[]> polygons = IntStream.range(0, list.size())
                .mapToObj(place -> element.numbers(list.get(place), "polygon " + (place + 1)))
                .toList();
        if (element.isSound()) {
            PolygonMasks.requireSound(polygons);
        }
        return new Segmentation.Polygons(polygons);
    }

    private static Segmentation runs(CocoElement element, JsonNode code) {
        double[] size = element.numbers(code.path("size"), "segmentation.size");
        JsonNode counts = code.path("counts");
        if (!element.isSound()) {
            return new Segmentation.None();
        }
        if (size.length != 2) {
            throw new IllegalArgumentException("size has " + size.length + " numbers, expected height and width");
        }
        int height = (int) size[0];
        int width = (int) size[1];
        if (counts.isString()) {
            return new Segmentation.Runs(RunLengthMask.ofCompressed(height, width, counts.asString()));
        }
        int[] lengths = IntStream.range(0, counts.size())
                .map(run -> counts.get(run).isNumber() && counts.get(run).canConvertToInt()
                        ? counts.get(run).intValue()
                        : -1)
                .toArray();
        return new Segmentation.Runs(RunLengthMask.of(height, width, lengths));
    }
}
