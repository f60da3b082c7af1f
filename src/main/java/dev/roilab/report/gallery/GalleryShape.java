package dev.roilab.report.gallery;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.Mark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mask or key points of one object, as the page's script draws them.
 *
 * @param score 1 where there is none
 * @param path of SVG
 * @param points x and y of each
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record GalleryShape(int label, double score, Optional<String> path, Optional<List<List<Double>>> points) {
    /** Adds those of a group under a key, the surest; nothing where there are none. */
    static void put(Map<String, List<GalleryShape>> shapes, String key, GalleryMarks.Group group) {
        List<GalleryShape> own = group.marks().stream()
                .flatMap(GalleryShape::of)
                .filter(shape -> shape.score() >= GalleryData.LOWEST_SCORE)
                .limit(2L * GalleryData.MOST_MARKS)
                .toList();
        if (!own.isEmpty()) {
            shapes.put(key, own);
        }
    }

    private static Stream<GalleryShape> of(Mark mark) {
        return switch (mark) {
            case Mark.Area area ->
                Stream.of(new GalleryShape(
                        area.label().orElse(0),
                        rounded(area.score().orElse(1.0)),
                        Optional.of(
                                area.borders().stream().map(GalleryShape::path).collect(Collectors.joining())),
                        Optional.empty()));
            case Mark.Points points ->
                Stream.of(new GalleryShape(
                        points.label().orElse(0),
                        rounded(points.score().orElse(1.0)),
                        Optional.empty(),
                        Optional.of(points.places().stream()
                                .map(place -> place.stream()
                                        .map(GalleryShape::rounded)
                                        .toList())
                                .toList())));
            case Mark.Rectangle _, Mark.Words _ -> Stream.empty();
        };
    }

    private static String path(List<Double> corners) {
        var path = new StringBuilder();
        for (int i = 0; i < corners.size(); i += 2) {
            path.append(i == 0 ? "M" : "L")
                    .append(text(corners.get(i)))
                    .append(' ')
                    .append(text(corners.get(i + 1)));
        }
        return path.append('Z').toString();
    }

    /** Without the fraction that a corner of pixels does not have. */
    private static String text(double value) {
        double rounded = rounded(value);
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }

    private static double rounded(double value) {
        return Math.round(1e3 * value) / 1e3;
    }
}
