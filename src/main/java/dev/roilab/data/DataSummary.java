package dev.roilab.data;

import dev.roilab.data.parts.ObjectParts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a data set consists of, in words: pictures and objects, by split and class. */
public final class DataSummary {
    private DataSummary() {}

    /** One line a split and, of files, what they are, and how many were not read. */
    public static List<String> of(Dataset<TrueObjects> data) {
        List<String> lines = new ArrayList<>();
        lines.add(split("train", data.train(), data.classes()));
        lines.add(split("test", data.test(), data.classes()));
        List<FileSample> files = Stream.concat(data.train().stream(), data.test().stream())
                .filter(FileSample.class::isInstance)
                .map(FileSample.class::cast)
                .toList();
        if (!files.isEmpty()) {
            lines.add(files(files));
        }
        lines.addAll(data.remarks());
        return List.copyOf(lines);
    }

    private static String split(String name, List<Sample<TrueObjects>> samples, List<String> classes) {
        if (samples.stream().anyMatch(sample -> sample.truth().labels().isPresent())) {
            return "%s: %s with the class of each pixel".formatted(name, parts(samples));
        }
        Map<String, Integer> ofClass = new LinkedHashMap<>();
        classes.forEach(label -> ofClass.put(label, 0));
        int objects = 0;
        int difficult = 0;
        int empty = 0;
        var known = new Known();
        for (Sample<TrueObjects> sample : samples) {
            empty += sample.truth().objects().isEmpty() ? 1 : 0;
            for (TrueObject object : sample.truth().objects()) {
                ofClass.merge(classes.get(object.label()), 1, Integer::sum);
                objects++;
                difficult += object.difficult() ? 1 : 0;
                known.add(sample, object.parts());
            }
        }
        return "%s: %s, %s (%s)%s%s"
                .formatted(
                        name,
                        count(samples.size(), "picture"),
                        count(objects, "object"),
                        text(ofClass),
                        (difficult == 0 ? "" : ", " + difficult + " of them difficult") + known.text(),
                        empty == 0 ? "" : ", " + count(empty, "picture") + " without any");
    }

    private static String parts(List<Sample<TrueObjects>> samples) {
        long files = samples.stream()
                .map(sample -> sample instanceof FileSample file ? file.file() : sample.id())
                .distinct()
                .count();
        return files == samples.size()
                ? count(samples.size(), "picture")
                : "%s of %s".formatted(count(samples.size(), "part"), count((int) files, "picture"));
    }

    /** What files say of their objects beside boxes; of drawn pictures the drawing knows it. */
    private static final class Known {
        private int crowds;
        private int masks;
        private int keyPoints;

        void add(Sample<TrueObjects> sample, ObjectParts parts) {
            if (sample instanceof FileSample) {
                crowds += parts.crowd() ? 1 : 0;
                masks += parts.mask().isPresent() ? 1 : 0;
                keyPoints += parts.keyPoints().stream().anyMatch(points -> points.labelled() > 0) ? 1 : 0;
            }
        }

        String text() {
            return (crowds == 0 ? "" : ", " + count(crowds, "crowd") + " among them")
                    + (masks == 0 ? "" : ", " + masks + " with a mask")
                    + (keyPoints == 0 ? "" : ", " + keyPoints + " with key points");
        }
    }

    private static String count(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String files(List<FileSample> files) {
        Map<String, Integer> formats = new LinkedHashMap<>();
        int turned = 0;
        int asked = 0;
        int parts = 0;
        Set<String> seen = new HashSet<>();
        for (FileSample file : files) {
            if (!seen.add(file.file())) {
                continue;
            }
            formats.merge(file.header().format().text(), 1, Integer::sum);
            turned += file.turn() == Turn.NONE ? 0 : 1;
            asked += file.header().turn() == Turn.NONE ? 0 : 1;
            parts += file.parts();
        }
        return "files: %s; %s%s%s"
                .formatted(
                        text(formats),
                        sides(files),
                        asked == 0
                                ? ""
                                : "; %d with a turn by EXIF, read as %s"
                                        .formatted(asked, turned > 0 ? "shown" : "stored"),
                        parts == 0
                                ? ""
                                : "; " + (parts == 1 ? "1 part of an object" : parts + " parts of objects")
                                        + " passed over");
    }

    private static String sides(List<FileSample> files) {
        var widths = files.stream().mapToInt(Sample::width).summaryStatistics();
        var heights = files.stream().mapToInt(Sample::height).summaryStatistics();
        return String.format(
                Locale.ROOT,
                "%s x %s pixels",
                range(widths.getMin(), widths.getMax()),
                range(heights.getMin(), heights.getMax()));
    }

    private static String range(int least, int most) {
        return least == most ? Integer.toString(least) : least + ".." + most;
    }

    private static String text(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
