package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.eval.VocOptions.Difficult;
import dev.roilab.eval.VocOptions.Interpolation;
import dev.roilab.eval.VocOptions.Overlap;
import dev.roilab.eval.VocOptions.PixelConvention;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class VocReferenceTest {
    private static final Pattern OBJECT = Pattern.compile("<object>(.*?)</object>", Pattern.DOTALL);

    @ParameterizedTest
    @CsvSource({
        "voc100, data/voc100/voc.names, data/voc100/gts/pascalvoc_format, data/voc100/dets/abs_xyx2y2",
        "toyexample, ref/voc_eval/toyexample/voc.names, ref/voc_eval/toyexample/gts_vocpascal_format,"
                + " ref/voc_eval/toyexample/dets_classname_abs_xyx2y2"
    })
    void equalsThreeToolsByTheirConventions(String name, String names, String truths, String found) throws IOException {
        List<String> classes = Files.readAllLines(ReferenceData.path(names)).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        EvaluationInput input = read(classes, ReferenceData.path(truths), ReferenceData.path(found));
        JsonNode cases = ReferenceData.json("ref/voc_eval/expected.json")
                .get("cases")
                .get(name)
                .get("results");
        assertThat(cases.size()).as(name).isEqualTo(18);
        cases.propertyStream().forEach(entry -> {
            VocResult result = VocAp.evaluate(input, options(entry.getKey()));
            String what = name + " " + entry.getKey();
            assertThat(result.mean().orElseThrow())
                    .as(what)
                    .isCloseTo(entry.getValue().get("mAP").asDouble(), within(1e-9));
            entry.getValue().get("per_class").propertyStream().forEach(expected -> {
                VocResult.ClassResult actual = result.classes().get(classes.indexOf(expected.getKey()));
                String which = what + " " + expected.getKey();
                JsonNode values = expected.getValue();
                assertThat(actual.averagePrecision().orElse(0))
                        .as(which)
                        .isCloseTo(values.get("AP").asDouble(), within(1e-9));
                count(which + " npos", actual.positives(), values, "npos");
                count(which + " TP", actual.truePositives(), values, "TP");
                count(which + " FP", actual.falsePositives(), values, "FP");
            });
        });
    }

    /** A made-up scene with overlaps that are exactly a threshold, by the tool of Fast R-CNN's authors. */
    @Test
    void equalsPyFasterRcnnInEveryConvention() {
        JsonNode golden = ReferenceCases.GOLDEN.json("voc_eval/expected");
        List<String> classes =
                golden.get("classes").valueStream().map(JsonNode::asString).toList();
        EvaluationInput input = new EvaluationInput(
                classes.size(),
                golden.get("images")
                        .valueStream()
                        .map(image -> image(image.asString(), golden, classes))
                        .toList());
        assertThat(golden.get("results").size()).isEqualTo(24);
        golden.get("results").propertyStream().forEach(entry -> {
            String[] how = entry.getKey().split(" ", -1);
            var options = new VocOptions(
                    Double.parseDouble(how[0]),
                    PixelConvention.INCLUSIVE,
                    Overlap.valueOf(how[1]),
                    Difficult.valueOf(how[2]),
                    Interpolation.valueOf(how[3]));
            VocResult result = VocAp.evaluate(input, options);
            for (int label = 0; label < classes.size(); label++) {
                JsonNode expected = entry.getValue().get(classes.get(label));
                VocResult.ClassResult actual = result.classes().get(label);
                String which = entry.getKey() + " " + classes.get(label);
                assertThat(actual.averagePrecision().orElseThrow())
                        .as(which)
                        .isCloseTo(expected.get("AP").asDouble(), within(1e-9));
                count(which + " npos", actual.positives(), expected, "npos");
                count(which + " TP", actual.truePositives(), expected, "TP");
                count(which + " FP", actual.falsePositives(), expected, "FP");
            }
        });
    }

    /** Objects are name, difficult, corners; detections image, name, score, corners. */
    private static ImageResult image(String id, JsonNode golden, List<String> classes) {
        List<GroundTruth> objects = golden.get("objects")
                .get(id)
                .valueStream()
                .map(object -> {
                    Box box = box(object, 2);
                    Standing standing = object.get(1).asInt() == 1 ? Standing.DIFFICULT : Standing.COUNTED;
                    return new GroundTruth(classes.indexOf(object.get(0).asString()), box, box.area(), standing);
                })
                .toList();
        List<Detection> detections = golden.get("detections")
                .valueStream()
                .filter(row -> row.get(0).asString().equals(id))
                .map(row -> new Detection(
                        classes.indexOf(row.get(1).asString()), row.get(2).asDouble(), box(row, 3)))
                .toList();
        return new ImageResult(id, objects, detections);
    }

    private static Box box(JsonNode row, int at) {
        return new Box(
                row.get(at).asDouble(),
                row.get(at + 1).asDouble(),
                row.get(at + 2).asDouble(),
                row.get(at + 3).asDouble());
    }

    private static void count(String what, int actual, JsonNode values, String key) {
        if (values.has(key)) {
            assertThat(actual).as(what).isEqualTo(values.get(key).asInt());
        }
    }

    private static VocOptions options(String name) {
        boolean padilla = name.startsWith("rafaelpadilla");
        Matcher iou = Pattern.compile("iou=([0-9.]+)").matcher(name);
        assertThat(iou.find()).as(name).isTrue();
        return new VocOptions(
                Double.parseDouble(iou.group(1)),
                PixelConvention.INCLUSIVE,
                name.startsWith("voc_eval") ? Overlap.ABOVE : Overlap.AT_LEAST,
                padilla ? Difficult.USED : Difficult.IGNORED,
                name.endsWith("11_points") ? Interpolation.ELEVEN_POINTS : Interpolation.AREA);
    }

    private static EvaluationInput read(List<String> classes, Path truths, Path found) throws IOException {
        List<ImageResult> images = new ArrayList<>();
        try (Stream<Path> files = Files.list(truths)) {
            for (Path file : files.sorted().toList()) {
                String id = file.getFileName().toString().replace(".xml", "");
                List<GroundTruth> objects = new ArrayList<>();
                Matcher matcher = OBJECT.matcher(Files.readString(file));
                while (matcher.find()) {
                    String text = matcher.group(1);
                    Box box = new Box(
                            number(text, "xmin"), number(text, "ymin"), number(text, "xmax"), number(text, "ymax"));
                    Standing standing = number(text, "difficult") == 1 ? Standing.DIFFICULT : Standing.COUNTED;
                    objects.add(new GroundTruth(classes.indexOf(value(text, "name")), box, box.area(), standing));
                }
                Path lines = found.resolve(id + ".txt");
                List<Detection> detections = new ArrayList<>();
                for (String line : Files.exists(lines) ? Files.readAllLines(lines) : List.<String>of()) {
                    String[] v = line.strip().split(" +", -1);
                    int label = classes.contains(v[0]) ? classes.indexOf(v[0]) : Integer.parseInt(v[0]);
                    double[] n = Stream.of(v)
                            .skip(1)
                            .mapToDouble(Double::parseDouble)
                            .toArray();
                    detections.add(new Detection(label, n[0], new Box(n[1], n[2], n[3], n[4])));
                }
                images.add(new ImageResult(id, objects, detections));
            }
        }
        return new EvaluationInput(classes.size(), images);
    }

    private static double number(String text, String tag) {
        return Double.parseDouble(value(text, tag));
    }

    private static String value(String text, String tag) {
        Matcher matcher =
                Pattern.compile("<" + tag + ">\\s*(.*?)\\s*</" + tag + ">").matcher(text);
        return matcher.find() ? matcher.group(1) : "0";
    }
}
