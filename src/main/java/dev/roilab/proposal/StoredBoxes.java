package dev.roilab.proposal;

import dev.roilab.data.DataException;
import dev.roilab.file.ForeignFile;
import dev.roilab.file.JsonProblem;
import dev.roilab.geometry.Box;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads stored proposals token by token: files are large, and a mistake needs its line. */
final class StoredBoxes {
    /** A file in a wrong format has a mistake in every row; these are enough to see which. */
    private static final int MOST_PROBLEMS = 20;

    private static final String FORMAT = "{\"image id\": [[x1, y1, x2, y2], ...]}";

    /** Larger ones are no places in a picture; those of annotations end here, too. */
    private static final double MOST_PIXELS = Integer.MAX_VALUE;

    /** NaN is no JSON, but programs write it: as a number of its row it has a place. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .build();

    /** Bytes that tell what a file is that is no JSON. */
    private static final int LOOKED_AT = 512;

    /** Of a value in a message. */
    private static final int MOST_SIGNS = 40;

    private final Path file;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, List<Box>> images = new LinkedHashMap<>();
    private int problemCount;

    StoredBoxes(Path file) {
        this.file = file;
    }

    /**
     * The boxes by image, in the order of the file.
     *
     * @throws DataException with a line for each mistake: file, line and column, image and row
     */
    Map<String, List<Box>> read() {
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new DataException(List.of(file + ": the file is empty; expected " + FORMAT));
            }
            if (first != JsonToken.START_OBJECT) {
                problem(parser.currentTokenLocation(), "expected " + FORMAT);
            } else {
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    image(parser, parser.currentName());
                }
                if (parser.nextToken() != null) {
                    problem(
                            parser.currentTokenLocation(),
                            "expected the end of the file; join all images in one {...}");
                }
            }
        } catch (JacksonException e) {
            foreign()
                    .ifPresentOrElse(
                            what -> problems.add(file + ": " + what),
                            () -> problem(e.getLocation(), "not JSON: " + JsonProblem.text(e)));
        }
        if (problemCount > problems.size()) {
            problems.add(file + ": %d more problems".formatted(problemCount - problems.size()));
        }
        if (!problems.isEmpty()) {
            throw new DataException(problems);
        }
        return images;
    }

    /** What the file is, if it is no text at all. */
    private Optional<String> foreign() {
        try (InputStream stream = Files.newInputStream(file)) {
            return ForeignFile.notText(stream.readNBytes(LOOKED_AT));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private void image(JsonParser parser, String image) {
        List<Box> boxes = new ArrayList<>();
        TokenStreamLocation place = parser.currentTokenLocation();
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            problem(place, "image %s: expected a list of boxes".formatted(image));
            return;
        }
        for (int row = 1; parser.nextToken() != JsonToken.END_ARRAY; row++) {
            box(parser, "image %s, row %d".formatted(image, row), boxes);
        }
        long shares = boxes.stream().filter(StoredBoxes::isWithinOnePixel).count();
        if (2 * shares > boxes.size() && boxes.stream().anyMatch(StoredBoxes::hasFraction)) {
            problem(
                    place,
                    "image %s: %d of %d %s within 0..1, which looks like shares of the picture's width and height; expected pixels"
                            .formatted(image, shares, boxes.size(), boxes.size() == 1 ? "box lies" : "boxes lie"));
        }
        if (images.putIfAbsent(image, boxes) != null) {
            problem(place, "image %s is listed twice; join its boxes".formatted(image));
        }
    }

    private static boolean isWithinOnePixel(Box box) {
        return box.x1() >= 0 && box.y1() >= 0 && box.x2() <= 1 && box.y2() <= 1;
    }

    private static boolean hasFraction(Box box) {
        return isWithinOnePixel(box) && (box.width() < 1 || box.height() < 1);
    }

    private void box(JsonParser parser, String which, List<Box> boxes) {
        TokenStreamLocation place = parser.currentTokenLocation();
        List<String> texts = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            texts.add(parser.currentToken().isScalarValue() ? parser.getString() : "keys and values");
            parser.skipChildren();
        } else {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                texts.add(parser.currentToken().isScalarValue() ? shown(parser.getString()) : "...");
                if (parser.currentToken().isNumeric()) {
                    numbers.add(parser.getDoubleValue());
                }
                parser.skipChildren();
            }
        }
        if (texts.size() == 4 && numbers.size() == 4) {
            Box box = new Box(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
            if (numbers.stream().anyMatch(number -> !(Math.abs(number) <= MOST_PIXELS))) {
                problem(place, "%s: expected numbers of pixels, got %s".formatted(which, texts));
                return;
            }
            if (box.hasExtent()) {
                boxes.add(box);
                return;
            }
        }
        problem(place, "%s: expected [x1, y1, x2, y2] with x1 < x2 and y1 < y2, got %s".formatted(which, texts));
    }

    private static String shown(String text) {
        return text.length() <= MOST_SIGNS ? text : text.substring(0, MOST_SIGNS) + "...";
    }

    private void problem(TokenStreamLocation place, String text) {
        problemCount++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add("%s:%d:%d: %s".formatted(file, place.getLineNr(), place.getColumnNr(), text));
        }
    }
}
