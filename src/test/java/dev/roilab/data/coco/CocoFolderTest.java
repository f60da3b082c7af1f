package dev.roilab.data.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.DataSettings.OnBadBox;
import dev.roilab.data.DataSummary;
import dev.roilab.data.Dataset;
import dev.roilab.data.LintReport;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.geometry.keypoint.KeyPoint.Visibility;
import dev.roilab.geometry.mask.RunLengthMask;
import dev.roilab.testing.ReferenceData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoFolderTest {
    private static final int WIDTH = 20;
    private static final int HEIGHT = 10;
    private static final String RUNS = "\"segmentation\": {\"size\": [10, 20], \"counts\": %s}";
    private static final int[] COUNTS = {23, 4, 6, 4, 163};
    private static final String CATEGORIES =
            "[{\"id\": 7, \"name\": \"cat\", \"keypoints\": [\"nose\", \"left_ear\", \"right_ear\"]},"
                    + " {\"id\": 3, \"name\": \"dog\"}]";

    @TempDir
    private Path folder;

    private final List<String> images = new ArrayList<>();
    private final List<String> annotations = new ArrayList<>();

    @BeforeEach
    void twoPictures() throws IOException {
        picture(1, "a.png");
        picture(2, "b.png");
    }

    private void picture(long id, String name) throws IOException {
        var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, (int) id);
        ImageIO.write(picture, "png", folder.resolve(name).toFile());
        images.add("{\"id\": %d, \"file_name\": \"%s\", \"width\": %d, \"height\": %d}"
                .formatted(id, name, WIDTH, HEIGHT));
    }

    /** An annotation with a box, and whatever else is said of it. */
    private void object(long id, long image, long category, String more) {
        annotation(id, image, category, "\"bbox\": [2, 3, 6, 4]" + (more.isEmpty() ? "" : ", " + more));
    }

    private void annotation(long id, long image, long category, String more) {
        annotations.add("{\"id\": %d, \"image_id\": %d, \"category_id\": %d, %s}".formatted(id, image, category, more));
    }

    private LintReport lint(OnBadBox policy, Optional<List<String>> classes) throws IOException {
        return lint(
                "{\"info\": {\"year\": 2017},\n\"annotations\": [\n%s],\n\"images\": [\n%s],\n\"categories\": %s}"
                        .formatted(String.join(",\n", annotations), String.join(",\n", images), CATEGORIES),
                policy,
                classes);
    }

    private LintReport lint(String json, OnBadBox policy, Optional<List<String>> classes) throws IOException {
        Files.writeString(folder.resolve("all.json"), json);
        return DataSets.lint(settings("all.json", policy, classes), Optional.of(folder));
    }

    private static DataSettings settings(String file, OnBadBox policy, Optional<List<String>> classes) {
        return new DataSettings.Coco(
                Optional.empty(),
                Optional.empty(),
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.of(2),
                classes,
                policy,
                Optional.empty(),
                64,
                64);
    }

    private Dataset<TrueObjects> load(OnBadBox policy) throws IOException {
        LintReport report = lint(policy, Optional.empty());
        assertThat(report.errors()).isEmpty();
        return report.data().orElseThrow();
    }

    private static TrueObject first(List<Sample<TrueObjects>> split) {
        return split.getFirst().truth().objects().getFirst();
    }

    @Test
    void boxesMasksAndKeyPointsAreRead() throws IOException {
        object(
                1,
                1,
                7,
                "\"area\": 20.5, \"segmentation\": [[2, 3, 8, 3, 8, 7, 2, 7]], "
                        + "\"keypoints\": [4, 4, 2, 3.5, 5, 1, 0, 0, 0], \"num_keypoints\": 2");
        object(900100448263L, 2, 3, RUNS.formatted("[23, 4, 6, 4, 163]"));
        Dataset<TrueObjects> data = load(OnBadBox.FAIL);
        assertThat(data.classes()).as("by rising id").containsExactly("dog", "cat");
        TrueObject cat = first(data.train());
        assertThat(cat.label()).isEqualTo(1);
        assertThat(cat.box()).isEqualTo(new Box(2, 3, 8, 7));
        assertThat(cat.parts().area()).contains(20.5);
        assertThat(cat.parts().mask().orElseThrow().pixels().box()).isEqualTo(cat.box());
        assertThat(cat.parts().keyPoints().orElseThrow().points())
                .containsExactly(
                        new KeyPoint(4, 4, Visibility.VISIBLE),
                        new KeyPoint(3.5, 5, Visibility.OCCLUDED),
                        KeyPoint.UNKNOWN);
        TrueObject dog = first(data.test());
        assertThat(dog.parts().mask().orElseThrow().pixels()).isEqualTo(RunLengthMask.of(HEIGHT, WIDTH, COUNTS));
        assertThat(dog.parts().keyPoints().orElseThrow().labelled()).isZero();
        assertThat(DataSummary.of(data))
                .startsWith(
                        "train: 1 picture, 1 object (dog 0, cat 1), 1 with a mask, 1 with key points",
                        "test: 1 picture, 1 object (dog 1, cat 0), 1 with a mask");
    }

    @Test
    void compressedRunsAreThoseOfTheList() throws IOException {
        RunLengthMask mask = RunLengthMask.of(HEIGHT, WIDTH, COUNTS);
        object(1, 1, 7, RUNS.formatted("\"" + mask.compressed() + "\""));
        object(2, 2, 7, "");
        assertThat(first(load(OnBadBox.FAIL).train())
                        .parts()
                        .mask()
                        .orElseThrow()
                        .pixels())
                .isEqualTo(mask);
    }

    @Test
    void crowdsAreOfTheTestAlone() throws IOException {
        object(1, 1, 7, "");
        object(2, 1, 7, "\"iscrowd\": 1");
        object(3, 2, 7, "");
        object(4, 2, 7, "\"iscrowd\": 1");
        Dataset<TrueObjects> data = load(OnBadBox.FAIL);
        assertThat(data.train().getFirst().truth().objects()).hasSize(1);
        assertThat(data.test().getFirst().truth().objects())
                .extracting(object -> object.parts().crowd())
                .containsExactly(false, true);
        assertThat(data.warnings()).anyMatch(line -> line.contains("crowd regions of training pictures"));
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsPlace() throws IOException {
        object(1, 1, 7, "\"segmentation\": [[2, 3, 8, 3]]");
        object(2, 1, 7, RUNS.formatted("[23, 4]"));
        object(3, 1, 7, "\"segmentation\": {\"size\": [10, 21], \"counts\": [210]}");
        object(4, 1, 7, "\"keypoints\": [25, 4, 2, 0, 0, 0, 0, 0, 0]");
        object(5, 1, 7, "\"keypoints\": [5, 4, 2]");
        object(6, 9, 7, "");
        object(7, 1, 8, "");
        object(7, 1, 7, "");
        object(8, 1, 7, "\"keypoints\": [5, 4, 5, 0, 0, 0, 0, 0, 0]");
        object(10, 1, 7, "\"segmentation\": [[2, 3, 8, 3, 8, 17]]");
        object(11, 1, 7, RUNS.formatted("\"0~\""));
        annotation(13, 1, 7, "\"bbox\": [1, NaN, 3, 4]");
        annotation(14, 1, 7, "\"bbox\": [1, 2, 0, 4]");
        annotation(15, 1, 7, "\"iscrowd\": 0");
        annotation(16, 1, 7, "\"bbox\": [15, 2, 7, 4]");
        object(17, 1, 7, "\"segmentation\": [[2, 3, 8, 3, 8, 7, 1]]");
        object(18, 1, 7, "\"area\": -1");
        annotations.add("{\"id\": 12345678901234567890, \"image_id\": \"1\", \"category_id\": 7.5}");
        images.add("{\"id\": 1, \"file_name\": \"c.png\", \"width\": 5, \"height\": 5}");
        images.add("{\"id\": 4, \"file_name\": \"../d.png\", \"width\": 5, \"height\": 5}");
        images.add("{\"id\": 5, \"file_name\": \"e.png\", \"width\": -5}");
        images.add("{\"id\": 6, \"file_name\": \"b.png\", \"width\": 20, \"height\": 11}");
        List<String> told = lint(OnBadBox.FAIL, Optional.empty()).errors();
        // What to do stands behind what is wrong.
        assertThat(told).filteredOn(line -> !line.startsWith("... and ")).allMatch(line -> line.contains("; "));
        String errors = String.join("\n", told);
        assertThat(errors)
                .contains("polygon 1 of 1 has 2 points, expected at least 3; correct it, or leave the segmentation out")
                .contains(
                        "polygon 1 of 1 has 7 coordinates, expected an x and a y for each point; correct it, or leave")
                .contains("annotation 18 has the area -1, expected square pixels; correct it, or leave it out")
                .contains("all.json:3: annotation 1 has a segmentation that cannot be: polygon 1 of 1 has 2 points")
                .contains("annotation 2 has a segmentation that cannot be: the run lengths of a mask 20 wide and 10")
                .contains("annotation 3: the mask is 21 wide and 10 high, its picture 20 x 10")
                .contains("annotation 4: key point nose at 25.00, 4.00 lies outside its picture of 20 x 10")
                .contains("annotation 5: has 3 numbers of key points, expected x, y and visibility of 3")
                .contains("annotation 6: is of image 9, which the file does not have")
                .contains("annotation 7: is of category 8, which the file does not have")
                .contains("annotation 7: annotations are given twice, first at all.json:9")
                .contains("annotation 8: key point nose has the visibility 5.0")
                .contains("annotation 10: a polygon reaches 7.00 pixels beyond its picture of 20 x 10")
                .contains("annotation 11 has a segmentation that cannot be: compressed run lengths")
                .contains("annotation 12345678901234567890 has the id 12345678901234567890, which is beyond 64 bits")
                .contains("has the image_id \"1\", expected a whole number")
                .contains("has the category_id 7.5, expected a whole number")
                .containsPattern("annotation 13 has \"?NaN\"? in bbox, expected a number")
                .contains("annotation 14: bbox [1.0, 2.0, 0.0, 4.0] has no extent; remove it")
                .contains("annotation 15: has neither a bbox nor a segmentation")
                .contains("annotation 16: bbox [15.0, 2.0, 7.0, 4.0] reaches beyond its picture of 20 x 10")
                .contains("image 1 (c.png): images are given twice")
                .contains("image 4 (../d.png): file_name leads out of the data set's folder")
                .contains("image 5 has the width -5, expected a whole number of pixels")
                .contains("image 5 has no height")
                .contains("image 6 (b.png): pictures are given twice")
                .contains("image 6 (b.png): is said to be 20 x 11, but b.png is 20 x 10");
    }

    @Test
    void mistakesOfOneKindAreFolded() throws IOException {
        for (int id = 0; id < 500; id++) {
            object(id, 77, 7, "");
        }
        List<String> errors = lint(OnBadBox.FAIL, Optional.empty()).errors();
        assertThat(errors).hasSizeLessThan(15).anyMatch(line -> line.contains("more annotations of unknown pictures"));
    }

    @Test
    void whatDoesNotFitIsCutOrLeftOutWhereTheSettingsSaySo() throws IOException {
        object(1, 1, 7, "\"segmentation\": [[2, 3, 8, 3, 8, 17]]");
        annotation(2, 2, 7, "\"bbox\": [15, 2, 7, 4], \"keypoints\": [25, 4, 2, 16, 3, 2, 0, 0, 0]");
        Dataset<TrueObjects> data = load(OnBadBox.CLIP);
        TrueObject cut = first(data.test());
        assertThat(cut.box()).isEqualTo(new Box(15, 2, 20, 6));
        assertThat(cut.parts().keyPoints().orElseThrow().labelled()).isEqualTo(1);
        RunLengthMask mask = first(data.train()).parts().mask().orElseThrow().pixels();
        assertThat(mask.box().y2()).isEqualTo(10);
        assertThat(data.warnings())
                .anyMatch(line -> line.contains("annotation 1: a polygon reaches 7.00 pixels beyond"))
                .anyMatch(line -> line.contains("annotation 2: bbox") && line.contains("cut to the picture"))
                .anyMatch(line -> line.contains("key point nose at 25.00") && line.contains("counts as not labelled"));
        assertThat(lint(OnBadBox.SKIP, Optional.empty()).errors())
                .containsExactly(
                        "data.annotations: no training picture has an object; there is nothing to train on: mark some",
                        "data.test_every: no test picture has an object; without one no average precision is defined: mark some");
    }

    @Test
    void aSegmentationThatCoversNoPixelIsAWarningWithItsAnnotation() throws IOException {
        object(1, 1, 7, "\"segmentation\": [[2, 3, 8, 3, 8, 7, 2, 7], [4.1, 4.1, 4.2, 4.1, 4.2, 4.2]]");
        object(2, 1, 7, "\"segmentation\": [[2, 3, 8, 3.1, 8, 3.2]]");
        object(3, 1, 7, RUNS.formatted("[200]"));
        object(4, 2, 7, "");
        for (int copy = 5; copy < 15; copy++) {
            object(copy, 1, 7, "\"segmentation\": [[4.1, 4.1, 4.2, 4.1, 4.2, 4.2]]");
        }
        List<String> warnings = load(OnBadBox.FAIL).warnings();
        assertThat(warnings)
                .filteredOn(line -> line.contains("segmentation"))
                .hasSize(11)
                .contains(
                        "all.json:4: annotation 2: its segmentation covers no pixel of the picture of 20 x 10; its mask is"
                                + " empty, and no mask that is found can match it: correct it, or remove it")
                .anyMatch(line -> line.startsWith("all.json:5: annotation 3: "))
                .noneMatch(line -> line.contains("annotation 1:") || line.contains("annotation 4:"))
                .endsWith("... and 2 more segmentations without a pixel");
    }

    @Test
    void classesThatDoNotMatchAreTold() throws IOException {
        object(1, 1, 7, "");
        object(2, 2, 7, "");
        assertThat(lint(OnBadBox.FAIL, Optional.of(List.of("dog"))).errors())
                .singleElement()
                .asString()
                .startsWith("all.json:3: annotation 1: unknown class 'cat'")
                .endsWith("(2 objects)");
        assertThat(lint(OnBadBox.FAIL, Optional.of(List.of("cta", "cat"))).errors())
                .anyMatch(line -> line.contains("data.classes") && line.contains("did you mean 'cat'"));
        assertThat(lint(OnBadBox.FAIL, Optional.empty()).warnings())
                .contains(
                        "data.classes: no training image has an object of class 'dog'; mark some, or leave it out of data.classes");
    }

    @Test
    void aFileThatIsNoneOfCocoIsNamed() throws IOException {
        assertThat(errors("[{\"image_id\": 1, \"score\": 0.5}]"))
                .isEqualTo("all.json: expected an object with images, categories and annotations; it is a list,"
                        + " as files of results are: name the file of annotations");
        assertThat(errors("{\"images\": [],\n\"pictures\": []}"))
                .isEqualTo(
                        "all.json: has no categories and no annotations; it has images, pictures: add what is missing, or name the file that has it");
        assertThat(errors("{\"images\": [{\"id\": 1,\n \"file")).startsWith("all.json:2: no JSON from column");
        assertThat(String.join(
                        "\n",
                        DataSets.lint(settings("none.json", OnBadBox.FAIL, Optional.empty()), Optional.of(folder))
                                .errors()))
                .startsWith("data.annotations: there is no file none.json in ");
    }

    private String errors(String json) throws IOException {
        return String.join("\n", lint(json, OnBadBox.FAIL, Optional.empty()).errors());
    }

    @Test
    void theTestSplitIsSaidInOneWay() {
        assertThatThrownBy(() -> new DataSettings.Coco(
                        Optional.empty(),
                        Optional.empty(),
                        "a.json",
                        Optional.of("val"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OnBadBox.FAIL,
                        Optional.empty(),
                        64,
                        32))
                .hasMessageContaining("one of test_annotations and test_every says what is tested on, got neither")
                .hasMessageContaining("test_images belongs to test_annotations")
                .hasMessageContaining("longer_side must be >= shorter_side");
    }

    /** Sorted out of a file that is not part of the project. */
    private static Dataset<TrueObjects> reference(String folder, String file) {
        Path root = ReferenceData.path(folder);
        LintReport report = DataSets.lint(settings(file, OnBadBox.FAIL, Optional.empty()), Optional.of(root));
        assertThat(report.errors()).isEmpty();
        return report.data().orElseThrow();
    }

    private static List<TrueObject> objects(Dataset<TrueObjects> data) {
        return Stream.concat(data.train().stream(), data.test().stream())
                .flatMap(sample -> sample.truth().objects().stream())
                .toList();
    }

    @Test
    void nucleiAreRead() {
        Dataset<TrueObjects> data = reference("data/nuclei", "instances_derived.json");
        assertThat(data.train()).hasSize(52);
        assertThat(data.test()).hasSize(51);
        assertThat(objects(data)).hasSize(2913).allSatisfy(object -> {
            RunLengthMask mask = object.parts().mask().orElseThrow().pixels();
            assertThat(mask.box()).isEqualTo(object.box());
            assertThat((double) mask.area())
                    .isEqualTo(object.parts().area().orElseThrow().doubleValue());
        });
    }

    @Test
    void peopleOfCocoAreRead() {
        List<TrueObject> all = objects(reference("data/mmpose_coco", "test_coco.json"));
        assertThat(all).hasSize(14).allSatisfy(object -> {
            assertThat(object.parts().keyPoints().orElseThrow().layout().mirrored())
                    .containsExactly(0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15);
            // The area is that of the polygons, the mask its pixels.
            double area = object.parts().area().orElseThrow();
            assertThat((double) object.parts().mask().orElseThrow().pixels().area())
                    .isBetween(0.9 * area - 10, 1.1 * area + 10);
        });
        assertThat(all)
                .anyMatch(object -> object.parts().keyPoints().orElseThrow().labelled() > 10);
    }
}
