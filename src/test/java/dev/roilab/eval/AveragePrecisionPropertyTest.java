package dev.roilab.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.eval.VocOptions.Interpolation;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any average precision, checked on random test sets. */
final class AveragePrecisionPropertyTest {
    private static final Box NOWHERE_NEAR = new Box(5000, 5000, 5040, 5040);

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void everyValueIsAPart(long seed) {
        assertThat(measures(Scenes.random(seed)).values())
                .allSatisfy(value -> assertThat(value).isBetween(0.0, 1.0));
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void perfectDetectionsGiveOne(long seed) {
        EvaluationInput perfect = Scenes.mapImages(
                Scenes.random(seed),
                image -> new ImageResult(
                        image.id(),
                        image.truths().stream().distinct().toList(),
                        image.truths().stream()
                                .distinct()
                                .filter(truth -> truth.standing() == GroundTruth.Standing.COUNTED)
                                .map(truth -> new Detection(truth.label(), 0.5, truth.box()))
                                .toList()));
        assertThat(measures(perfect).values())
                .allSatisfy(value -> assertThat(value).isEqualTo(1));
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void aFalsePositiveOfTheLowestScoreChangesNothing(long seed) {
        EvaluationInput input = Scenes.random(seed);
        assertThat(measures(withFalsePositive(input, -1))).isEqualTo(measures(input));
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void aFalsePositiveNeverRaisesAnything(long seed) {
        EvaluationInput input = Scenes.random(seed);
        Map<String, Double> before = measures(input);
        measures(withFalsePositive(input, 0.4))
                .forEach((name, value) -> assertThat(value).as(name).isLessThanOrEqualTo(before.get(name)));
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void aFalsePositiveOfTheHighestScoreCostsWhereverSomethingWasRight(long seed) {
        EvaluationInput input = Scenes.random(seed);
        Map<String, Double> after = measures(withFalsePositive(input, 2));
        measures(input).forEach((name, value) -> {
            if (value > 0 && name.startsWith("voc")) {
                assertThat(after.get(name)).as(name).isLessThan(value);
            }
        });
    }

    /** In every class of the first image. */
    private static EvaluationInput withFalsePositive(EvaluationInput input, double score) {
        ImageResult first = input.images().getFirst();
        List<Detection> more = new ArrayList<>(first.detections());
        for (int label = 0; label < input.classes(); label++) {
            more.add(new Detection(label, score, NOWHERE_NEAR));
        }
        return Scenes.mapImages(
                input,
                image -> image.id().equals(first.id()) ? new ImageResult(image.id(), image.truths(), more) : image);
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void theOrderOfImagesAndDetectionsDoesNotMatter(long seed) {
        EvaluationInput input = Scenes.randomWithDistinctScores(seed);
        List<ImageResult> images = new ArrayList<>();
        for (ImageResult image : input.images()) {
            List<Detection> detections = new ArrayList<>(image.detections());
            Collections.reverse(detections);
            images.add(new ImageResult(image.id(), image.truths(), detections));
        }
        Collections.shuffle(images, new Random(seed));
        assertThat(measures(new EvaluationInput(input.classes(), images))).isEqualTo(measures(input));
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void onlyTheOrderOfScoresMatters(long seed) {
        EvaluationInput input = Scenes.random(seed);
        EvaluationInput other = Scenes.mapDetections(
                input, found -> new Detection(found.label(), Math.exp(3 * found.score()) - 7, found.box()));
        assertThat(measures(other)).isEqualTo(measures(input));
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void aClassDoesNotSeeTheOthers(long seed) {
        EvaluationInput input = Scenes.random(seed);
        for (int label = 0; label < input.classes(); label++) {
            int only = label;
            EvaluationInput alone = Scenes.mapImages(
                    input,
                    image -> new ImageResult(
                            image.id(),
                            image.truths().stream()
                                    .filter(truth -> truth.label() == only)
                                    .toList(),
                            image.detections().stream()
                                    .filter(found -> found.label() == only)
                                    .toList()));
            Map<String, Double> all = measures(input);
            measures(alone).forEach((name, value) -> {
                if (name.endsWith("class " + only)) {
                    assertThat(value).as(name).isEqualTo(all.get(name));
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("dev.roilab.eval.Scenes#seeds")
    void anImageWithNothingInItChangesNothing(long seed) {
        EvaluationInput input = Scenes.random(seed);
        List<ImageResult> images = Stream.concat(
                        Stream.of(new ImageResult("empty", List.of(), List.of())), input.images().stream())
                .toList();
        assertThat(measures(new EvaluationInput(input.classes(), images))).isEqualTo(measures(input));
    }

    /** All that is defined, by name. */
    private static Map<String, Double> measures(EvaluationInput input) {
        Map<String, Double> measures = new LinkedHashMap<>();
        for (Interpolation interpolation : Interpolation.values()) {
            VocResult voc = VocAp.evaluate(input, VocOptions.continuous(0.5, interpolation));
            for (int label = 0; label < input.classes(); label++) {
                String name = "voc " + interpolation + " class " + label;
                voc.classes().get(label).averagePrecision().ifPresent(value -> measures.put(name, value));
            }
        }
        CocoResult coco = CocoAp.evaluate(input);
        for (SizeRange range : SizeRange.values()) {
            for (int label = 0; label < input.classes(); label++) {
                put(measures, "coco ap50 " + range + " class " + label, coco.classPrecision(label, range, 0));
                put(
                        measures,
                        "coco ap " + range + " class " + label,
                        coco.classPrecision(label, range, CocoResult.EVERY_IOU));
                put(measures, "coco recall " + range + " class " + label, coco.classRecall(label, range, 2));
            }
        }
        return measures;
    }

    private static void put(Map<String, Double> measures, String name, double value) {
        if (value != CocoResult.EMPTY) {
            measures.put(name, value);
        }
    }
}
