package dev.roilab.task.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.claim.Measure;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.KeyPointLayout;
import dev.roilab.data.parts.ObjectKeyPoints;
import dev.roilab.data.shapes.ShapeClass;
import dev.roilab.eval.KeyPointSigmas;
import dev.roilab.geometry.Detection;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.mask.RunLengthMask;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.Prominence;
import dev.roilab.result.ResultsFolder;
import dev.roilab.result.Status;
import dev.roilab.result.TrialResult;
import dev.roilab.task.Evaluation;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.Mark;
import dev.roilab.task.TestSet;
import dev.roilab.task.detection.DetectionTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InstanceTaskTest {
    private static final Dataset<TrueObjects> DATA = DataSets.load(
            new DataSettings.Shapes(
                    5,
                    64,
                    48,
                    2,
                    10,
                    2,
                    3,
                    16,
                    30,
                    0.2,
                    0.2,
                    3,
                    Optional.of(List.of(ShapeClass.ARROW, ShapeClass.RING)),
                    Optional.empty(),
                    64,
                    64),
            Optional.empty());

    private static final InstanceTask BOTH = InstanceTask.ALL;

    /** Whatever is made of what is true, found with certainty. */
    private static TestSet<TrueObjects, List<FoundObject>> found(Function<TrueObject, Stream<FoundObject>> finder) {
        return new TestSet<>(
                DATA.classes(),
                DATA.test().stream()
                        .map(sample -> new TestSet.Tested<>(
                                sample,
                                sample.truth().objects().stream()
                                        .flatMap(finder)
                                        .toList()))
                        .toList());
    }

    private static FoundObject exact(TrueObject object) {
        return new FoundObject(
                new Detection(object.label(), 0.9, object.box()),
                object.parts().mask().map(mask -> mask.pixels()),
                object.parts().keyPoints().map(ObjectKeyPoints::points).orElse(List.of()));
    }

    /** The whole box in place of the outline, and all points moved to its corner. */
    private static FoundObject coarse(TrueObject object) {
        RunLengthMask outline = object.parts().mask().orElseThrow().pixels();
        boolean[] inside = new boolean[outline.height() * outline.width()];
        for (int i = 0; i < inside.length; i++) {
            int row = i / outline.width();
            double x = i % outline.width() + 0.5;
            double y = row + 0.5;
            inside[i] = x > object.box().x1()
                    && x < object.box().x2()
                    && y > object.box().y1()
                    && y < object.box().y2();
        }
        FoundObject exact = exact(object);
        return new FoundObject(
                exact.detection(),
                Optional.of(RunLengthMask.ofBitmap(outline.height(), outline.width(), inside)),
                exact.keyPoints().stream()
                        .map(point ->
                                new KeyPoint(object.box().x1(), object.box().y1(), KeyPoint.Visibility.VISIBLE))
                        .toList());
    }

    @Test
    void whatIsFoundExactlyScoresEverything() {
        Evaluation evaluation = BOTH.evaluate(found(object -> Stream.of(exact(object))));
        assertThat(evaluation.metrics())
                .containsKeys("mask_ap", "mask_ap50", "mask_ap75", "oks_ap", "pck10", "pck20", "ap", "voc07")
                .allSatisfy((name, value) -> assertThat(value)
                        .as(name)
                        .isCloseTo(name.matches("\\w+_errors|missed_objects") ? 0 : 1, within(1e-9)));
        assertThat(evaluation.byClass())
                .extracting(measure -> measure.measure().name())
                .containsExactly("class_ap", "class_mask_ap");
        assertThat(BOTH.replicates(found(object -> Stream.of(exact(object))), 3))
                .containsOnlyKeys(
                        "mask_ap", "mask_ap50", "mask_ap75", "oks_ap", "oks_ap50", "oks_ap75", "ap", "ap50", "ap75");
    }

    @Test
    void masksAndPointsAreMeasuredApartFromBoxes() {
        var coarse = found(object -> Stream.of(coarse(object)));
        var metrics = BOTH.evaluate(coarse).metrics();
        assertThat(metrics.get("ap")).isCloseTo(1, within(1e-9));
        assertThat(metrics.get("mask_ap75")).isLessThan(0.1);
        assertThat(metrics.get("oks_ap50")).isLessThan(0.1);
        assertThat(metrics.get("pck10")).isLessThan(0.5);
    }

    @Test
    void nothingFoundIsZeroAndNotAbsent() {
        var metrics = BOTH.evaluate(found(_ -> Stream.empty())).metrics();
        assertThat(metrics.get("mask_ap")).isZero();
        assertThat(metrics.get("oks_ap")).isZero();
        assertThat(metrics.get("pck10")).isZero();
    }

    /** What comparisons count of a training that diverged is what the evaluation of no findings gives. */
    @Test
    void aDivergedTrainingHasWhatASystemHasThatFindsNothing() {
        var nothing = BOTH.evaluate(found(_ -> Stream.empty())).metrics();
        TrialResult diverged =
                ResultsFolder.failed("study", "seed=1", Map.of(), 1, Status.DIVERGED, "loss not finite at step 9");
        Set<String> ofObjectsThatAreNotThere = Set.of("apl", "mask_apl", "apm", "mask_apm");
        for (MeasureInfo info : BOTH.measures()) {
            OptionalDouble counted = new Measure(info).counted(diverged);
            if (nothing.containsKey(info.name())) {
                assertThat(counted).as(info.name()).hasValue(nothing.get(info.name()));
            } else if (!ofObjectsThatAreNotThere.contains(info.name())) {
                assertThat(counted).as(info.name()).isEmpty();
            }
        }
        assertThat(nothing).containsEntry("ap", 0.0).containsEntry("missed_objects", 1.0);
        assertThat(BOTH.measures())
                .filteredOn(MeasureInfo::ofFindings)
                .extracting(MeasureInfo::name)
                .containsExactly(
                        "correct_detections",
                        "localization_errors",
                        "similar_errors",
                        "other_errors",
                        "background_errors")
                .doesNotContainAnyElementsOf(nothing.keySet());
    }

    @Test
    void boxesHaveTheNumbersOfTheTaskOfDetection() {
        var some = found(object -> object.label() == 0 ? Stream.of(coarse(object)) : Stream.of());
        var boxes = new TestSet<TrueObjects, List<Detection>>(
                some.classes(),
                some.images().stream()
                        .map(image -> new TestSet.Tested<>(
                                image.sample(),
                                image.found().stream()
                                        .map(FoundObject::detection)
                                        .toList()))
                        .toList());
        Evaluation ours = new InstanceTask(true, false).evaluate(some);
        Evaluation theirs = DetectionTask.INSTANCE.evaluate(boxes);
        assertThat(ours.metrics()).containsAllEntriesOf(theirs.metrics());
        assertThat(ours.curves()).isEqualTo(theirs.curves());
    }

    @Test
    void aTaskDeclaresWhatItMeasuresUnderOneHeadline() {
        for (InstanceTask task : List.of(BOTH, new InstanceTask(true, false), new InstanceTask(false, true))) {
            assertThat(task.measures())
                    .filteredOn(measure -> measure.prominence() == Prominence.HEADLINE)
                    .hasSize(1);
            assertThat(task.measures())
                    .extracting(MeasureInfo::name)
                    .containsAll(task.evaluate(found(object -> Stream.of(exact(object))))
                            .metrics()
                            .keySet());
        }
        assertThat(new InstanceTask(false, true).measures())
                .extracting(MeasureInfo::name)
                .noneMatch(name -> name.startsWith("mask"));
    }

    private static JsonNode json(String text) {
        return JsonMapper.builder().build().readTree(text);
    }

    @Test
    void filesForOtherEvaluatorsTellEverything() {
        JsonNode truth = json(BOTH.truthJson(DATA.classes(), DATA.test()));
        List<TrueObject> objects = DATA.test().stream()
                .map(Sample::truth)
                .flatMap(own -> own.objects().stream())
                .toList();
        assertThat(truth.get("categories").get(0).get("keypoints").get(0).asString())
                .isEqualTo("tip");
        assertThat(truth.get("annotations").size()).isEqualTo(objects.size());
        for (int i = 0; i < objects.size(); i++) {
            JsonNode annotation = truth.get("annotations").get(i);
            JsonNode code = annotation.get("segmentation");
            RunLengthMask mask = RunLengthMask.ofCompressed(
                    code.get("size").get(0).asInt(),
                    code.get("size").get(1).asInt(),
                    code.get("counts").asString());
            assertThat(mask)
                    .isEqualTo(objects.get(i).parts().mask().orElseThrow().pixels());
            assertThat(annotation.get("area").asInt()).isEqualTo(mask.area());
            assertThat(annotation.get("keypoints").size()).isEqualTo(15);
            assertThat(annotation.get("num_keypoints").asInt())
                    .isEqualTo(objects.get(i).label() == 0 ? 5 : 0);
        }
        JsonNode found = json(BOTH.findingsJson(found(object -> Stream.of(exact(object)))));
        assertThat(found.size()).isEqualTo(objects.size());
        assertThat(found.get(0).get("segmentation").get("counts").asString())
                .isEqualTo(
                        objects.getFirst().parts().mask().orElseThrow().pixels().compressed());
        assertThat(found.get(0).get("keypoints").size()).isEqualTo(15);
    }

    @Test
    void whatIsFoundIsTextThatTellsAllOfIt() {
        TrueObject object = DATA.test().getFirst().truth().objects().getFirst();
        assertThat(exact(object)).hasToString(exact(object).toString());
        assertThat(exact(object).toString()).isNotEqualTo(coarse(object).toString());
        assertThat(exact(object).toString())
                .contains(object.parts().mask().orElseThrow().pixels().compressed());
    }

    @Test
    void theGalleryShowsWhatIsToBeFoundAndNothingElse() {
        var image = found(object -> Stream.of(exact(object))).images().getFirst();
        GalleryMarks both = BOTH.marks(DATA.classes(), image.truth(), image.found());
        assertThat(both.found().marks()).hasAtLeastOneElementOfType(Mark.Area.class);
        GalleryMarks points = new InstanceTask(false, true).marks(DATA.classes(), image.truth(), image.found());
        assertThat(points.truth().marks()).noneMatch(Mark.Area.class::isInstance);
    }

    @Test
    void sigmasAreTheDataSetsOwnOrThoseOfCoco() {
        var own = KeyPointLayout.byName(List.of("a", "b"), Optional.of(List.of(0.1, 0.2)));
        assertThat(KeyPointSigmas.of(own).values()).containsExactly(0.1, 0.2);
        var unknown = KeyPointLayout.byName(List.of("a", "b"), Optional.empty());
        assertThatThrownBy(() -> KeyPointSigmas.of(unknown))
                .hasMessageContaining("no sigmas are known of the key points [a, b]");
    }
}
