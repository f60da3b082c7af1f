package dev.roilab.data.voc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.DataSettings.OnBadBox;
import dev.roilab.data.Dataset;
import dev.roilab.data.LintReport;
import dev.roilab.data.Sample;
import dev.roilab.data.TestSettings;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class VocFolderTest {
    @TempDir
    private Path root;

    @BeforeEach
    void twoGoodImages() throws IOException {
        split("trainval", "a");
        split("test", "b");
        image("a", 20, 10);
        image("b", 20, 12);
        annotation("a", 20, 10, object("cat", 1, 1, 20, 10));
        annotation("b", 20, 12, object("dog", 3, 4, 8, 9) + object("cat", 2, 2, 5, 5));
    }

    private void split(String name, String... ids) throws IOException {
        write("ImageSets/Main/" + name + ".txt", String.join("\n", ids) + "\n");
    }

    private void image(String id, int width, int height) throws IOException {
        Path file = root.resolve("JPEGImages/" + id + ".png");
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, id.hashCode());
        ImageIO.write(image, "png", file.toFile());
    }

    private void annotation(String id, int width, int height, String objects) throws IOException {
        write("Annotations/" + id + ".xml", """
                <annotation>
                  <filename>%s.png</filename>
                  <size><width>%d</width><height>%d</height><depth>3</depth></size>
                %s</annotation>
                """.formatted(id, width, height, objects));
    }

    private static String object(String name, int left, int top, int right, int bottom) {
        return """
                  <object><name>%s</name><difficult>0</difficult>
                    <bndbox><xmin>%d</xmin><ymin>%d</ymin><xmax>%d</xmax><ymax>%d</ymax></bndbox></object>
                """.formatted(name, left, top, right, bottom);
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private LintReport lint(OnBadBox policy) {
        return DataSets.lint(TestSettings.voc(policy, "cat", "dog"), Optional.of(root));
    }

    private List<String> errors() {
        LintReport report = lint(OnBadBox.FAIL);
        assertThat(report.data()).isEmpty();
        return report.errors();
    }

    @Test
    void coordinatesBecomeContinuousWithExclusiveEnds() {
        Dataset<TrueObjects> data = lint(OnBadBox.FAIL).data().orElseThrow();
        assertThat(data.train().getFirst().truth().objects())
                .containsExactly(new TrueObject(0, new Box(0, 0, 20, 10), false));
        assertThat(data.test().getFirst().truth().objects().getFirst())
                .isEqualTo(new TrueObject(1, new Box(2, 3, 8, 9), false));
        assertThat(data.test().getFirst().read().height()).isEqualTo(12);
        assertThat(data.fingerprint()).hasSize(64);
    }

    @Test
    void fingerprintFollowsAnnotationsAndPixels() throws IOException {
        String before = lint(OnBadBox.FAIL).data().orElseThrow().fingerprint();
        assertThat(lint(OnBadBox.FAIL).data().orElseThrow().fingerprint()).isEqualTo(before);
        annotation("b", 20, 12, object("dog", 3, 4, 8, 10));
        String moved = lint(OnBadBox.FAIL).data().orElseThrow().fingerprint();
        BufferedImage other = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(other, "png", root.resolve("JPEGImages/a.png").toFile());
        assertThat(lint(OnBadBox.FAIL).data().orElseThrow().fingerprint()).isNotIn(before, moved);
        assertThat(moved).isNotEqualTo(before);
    }

    @Test
    void allProblemsAreReportedAtOnce() throws IOException {
        split("trainval", "a", "gone", "a", "b");
        annotation("a", 20, 10, object("cat", 4, 4, 4, 9) + object("catt", 1, 1, 5, 5) + object("cat", 9, 1, 2, 5));
        annotation("b", 21, 12, object("dog", 0, 4, 8, 13));
        assertThat(errors())
                .containsExactly(
                        "ImageSets/Main/trainval.txt:3: image 'a' is listed twice; remove one line",
                        "ImageSets/Main/test.txt:1: image 'b' is also in ImageSets/Main/trainval.txt;"
                                + " splits must not share images, remove it from one",
                        "Annotations/a.xml:5:13: object 1 (cat): box 4,4..4,9 has no extent;"
                                + " remove it or set data.on_bad_box to clip or skip",
                        "Annotations/a.xml:6:17: object 2: unknown class 'catt', not in data.classes; did you mean 'cat'?",
                        "Annotations/a.xml:9:13: object 3 (cat): box 9,1..2,5 is reversed: its end lies before its start;"
                                + " remove it or set data.on_bad_box to clip or skip",
                        "Annotations/gone.xml: no such file; every image of a split needs an annotation"
                                + " (ImageSets/Main/trainval.txt:2); add it, or remove that line",
                        "Annotations/b.xml:3:9: <size> is 21 x 12, but JPEGImages/b.png is 20 x 12;"
                                + " correct <size> or the image",
                        "Annotations/b.xml:5:13: object 1 (dog): box 0,4..8,13 reaches outside the image,"
                                + " which is 1,1..20,12 (VOC counts from 1);"
                                + " correct it or set data.on_bad_box to clip or skip");
    }

    @Test
    void anUnknownClassIsNamedOnceAndCounted() throws IOException {
        annotation("a", 20, 10, object("bird", 1, 1, 5, 5) + object("bird", 2, 1, 5, 5));
        annotation("b", 20, 12, object("Dog", 1, 1, 5, 5) + object("bird", 1, 1, 5, 5));
        assertThat(errors())
                .containsExactly(
                        "Annotations/a.xml:4:17: object 1: unknown class 'bird', not in data.classes; known: cat, dog"
                                + " (3 objects in 2 files)",
                        "Annotations/b.xml:4:17: object 1: unknown class 'Dog', not in data.classes; did you mean 'dog'?");
    }

    @Test
    void loadThrowsWithEveryLine() throws IOException {
        annotation("a", 20, 10, object("cat", 4, 4, 4, 9) + object("bird", 1, 1, 5, 5));
        assertThatThrownBy(() -> DataSets.load(TestSettings.voc(OnBadBox.FAIL, "cat", "dog"), Optional.of(root)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("object 1 (cat)")
                .hasMessageContaining("unknown class 'bird', not in data.classes; known: cat, dog");
    }

    @Test
    void badBoxesAreCutOrLeftOutOnRequest() throws IOException {
        annotation(
                "a",
                20,
                10,
                object("cat", 4, 4, 4, 9)
                        + object("cat", 0, 2, 25, 5)
                        + object("cat", 30, 2, 35, 5)
                        + object("cat", 1, 2, 3, 4));
        LintReport clipped = lint(OnBadBox.CLIP);
        assertThat(clipped.data().orElseThrow().train().getFirst().truth().objects())
                .extracting(TrueObject::box)
                .containsExactly(new Box(0, 1, 20, 5), new Box(0, 1, 3, 4));
        assertThat(clipped.warnings())
                .contains(
                        "bad boxes: 1 cut to their image, 2 left out",
                        "Annotations/a.xml:5:13: object 1 (cat): box 4,4..4,9 has no extent;"
                                + " left out (data.on_bad_box: clip)",
                        "Annotations/a.xml:7:13: object 2 (cat): box 0,2..25,5 reaches outside the image,"
                                + " which is 1,1..20,10 (VOC counts from 1);"
                                + " cut to the image (data.on_bad_box: clip)");
        LintReport skipped = lint(OnBadBox.SKIP);
        assertThat(skipped.data().orElseThrow().train().getFirst().truth().objects())
                .hasSize(1);
        assertThat(skipped.warnings()).contains("bad boxes: 0 cut to their image, 3 left out");
        assertThat(skipped.data().orElseThrow().warnings()).isEqualTo(skipped.warnings());
    }

    @Test
    void missingAndUnreadableImagesAreNamed() throws IOException {
        Files.delete(root.resolve("JPEGImages/a.png"));
        write("JPEGImages/b.png", "no image");
        assertThat(errors())
                .containsExactly(
                        "JPEGImages/a.png: no such file; it is the image of Annotations/a.xml; add it, or remove ImageSets/Main/trainval.txt:1",
                        "JPEGImages/b.png: unreadable image: it is text that begins with 'no image';"
                                + " expected JPEG, PNG, WebP, BMP, TIFF or GIF");
    }

    @Test
    void cutImagesAreUnreadable() throws IOException {
        Path file = root.resolve("JPEGImages/a.png");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 6));
        assertThat(errors())
                .containsExactly("JPEGImages/a.png: unreadable image: the file ends too early; fetch it again");
    }

    @Test
    void malformedXmlIsPlaced() throws IOException {
        write("Annotations/a.xml", "<annotation>\n  <size>\n</annotation>");
        write("Annotations/b.xml", "<annotation><size><width>x</width></size>\n<object/></annotation>");
        assertThat(errors())
                .hasSize(3)
                .satisfies(lines ->
                        assertThat(lines.getFirst()).matches("Annotations/a\\.xml:3:\\d+: malformed XML: .*size.*"))
                .satisfies(lines -> assertThat(lines.subList(1, 3))
                        .extracting(line -> line.replaceFirst(":(\\d+):\\d+:", ":$1:"))
                        .containsExactly(
                                "Annotations/b.xml:1: <width> must be a number of pixels, got 'x'; correct it",
                                "Annotations/b.xml:2: object 1 has no <name>; add its class"));
    }

    @Test
    void documentTypesAndEntitiesAreRefused() throws IOException {
        write("secret.txt", "cat");
        write("Annotations/a.xml", """
                <!DOCTYPE annotation [<!ENTITY name SYSTEM "../secret.txt">]>
                <annotation><size><width>20</width><height>10</height></size>
                <object><name>&name;</name></object></annotation>
                """);
        assertThat(errors())
                .singleElement()
                .asString()
                .startsWith("Annotations/a.xml:")
                .contains("malformed XML");
    }

    @Test
    void pathsCannotLeaveTheFolder() throws IOException {
        Path inside = root.resolve("inside");
        Files.createDirectories(inside);
        for (String folder : List.of("ImageSets", "Annotations", "JPEGImages")) {
            Files.move(root.resolve(folder), inside.resolve(folder));
        }
        Path outside = root.resolve("elsewhere.xml");
        Files.copy(inside.resolve("Annotations/a.xml"), outside);
        Files.copy(inside.resolve("JPEGImages/a.png"), root.resolve("passwords.png"));
        Files.writeString(inside.resolve("ImageSets/Main/trainval.txt"), "c\n../../elsewhere\n");
        Files.writeString(
                inside.resolve("Annotations/c.xml"), Files.readString(outside).replace("a.png", "../../passwords.png"));
        assertThat(DataSets.lint(TestSettings.voc(OnBadBox.FAIL, "cat", "dog"), Optional.of(inside))
                        .errors())
                .containsExactly(
                        "JPEGImages/passwords.png: no such file; it is the image of Annotations/c.xml; add it, or remove ImageSets/Main/trainval.txt:1",
                        "Annotations/../../elsewhere.xml: leads out of the data set's folder;"
                                + " every image of a split needs an annotation (ImageSets/Main/trainval.txt:2)");
    }

    @Test
    void missingSplitsAndFoldersAreNamed() throws IOException {
        Files.delete(root.resolve("ImageSets/Main/test.txt"));
        split("trainval", "a 1");
        assertThat(errors())
                .containsExactly(
                        "ImageSets/Main/trainval.txt:1: expected one image name, got 'a 1';"
                                + " the lists of one class cannot be used",
                        "ImageSets/Main/test.txt: no such file;"
                                + " data.train_split and data.test_split must name files of this folder; there are trainval");
        DataSettings.Voc settings = TestSettings.voc(OnBadBox.FAIL, "cat");
        assertThat(DataSets.lint(settings, Optional.empty()).errors())
                .containsExactly("data.root: no folder is named; set data.root or give --data-root");
        assertThat(DataSets.lint(settings, Optional.of(root.resolve("none"))).errors())
                .singleElement()
                .asString()
                .startsWith("data.root: no folder ");
    }

    @Test
    void copiesOfAPictureAndClassesWithoutObjectsAreWarnings() throws IOException {
        Files.copy(root.resolve("JPEGImages/a.png"), root.resolve("JPEGImages/c.png"));
        split("test", "b", "c");
        annotation("c", 20, 10, object("cat", 1, 1, 9, 9));
        assertThat(lint(OnBadBox.FAIL).warnings())
                .containsExactly(
                        "test image JPEGImages/c.png: the same picture as train image JPEGImages/a.png;"
                                + " copies across splits flatter the result: remove one",
                        "data.classes: no training image has an object of class 'dog'; mark some, or leave it out of data.classes");
    }

    @Test
    void copiesWithinASplitFlatterNothing() throws IOException {
        Files.copy(root.resolve("JPEGImages/b.png"), root.resolve("JPEGImages/c.png"));
        split("test", "b", "c");
        annotation("c", 20, 12, object("cat", 1, 1, 9, 9));
        assertThat(lint(OnBadBox.FAIL).warnings())
                .contains("test image JPEGImages/c.png: the same picture as test image JPEGImages/b.png; remove one");
    }

    /** A folder in the form of the blood cells' one; torchvision says what its files hold. */
    @Test
    void aFolderAsAnnotatorsLeaveItHoldsWhatTorchvisionReads() {
        Path drawn = ReferenceCases.golden("voc_folder");
        String[] classes = {"disc", "square", "bar"};
        assertThat(DataSets.lint(TestSettings.voc(OnBadBox.FAIL, classes), Optional.of(drawn))
                        .errors())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("has no extent").contains("object "));
        Dataset<TrueObjects> data =
                DataSets.load(TestSettings.voc(OnBadBox.SKIP, Optional.of(true), classes), Optional.of(drawn));
        assertThat(data.warnings()).contains("bad boxes: 0 cut to their image, 2 left out");
        JsonNode expected = ReferenceCases.GOLDEN.json("voc_folder/expected");
        assertThat(data.train()).hasSize(3);
        assertThat(data.test()).hasSize(2);
        for (Sample<TrueObjects> sample :
                Stream.concat(data.train().stream(), data.test().stream()).toList()) {
            JsonNode picture = expected.get(sample.id());
            assertThat(sample.width()).isEqualTo(picture.get("width").asInt());
            assertThat(sample.height()).isEqualTo(picture.get("height").asInt());
            assertThat(sample.truth().objects())
                    .as(sample.id())
                    .containsExactlyElementsOf(withExtent(picture.get("objects"), List.of(classes)));
        }
    }

    private static List<TrueObject> withExtent(JsonNode objects, List<String> classes) {
        List<TrueObject> kept = new ArrayList<>();
        for (JsonNode object : objects) {
            int[] corners = ReferenceData.ints(object.get("box"));
            if (corners[0] < corners[2] && corners[1] < corners[3]) {
                // Pixels count from 1, and the last one belongs to the object.
                var box = new Box(corners[0] - 1, corners[1] - 1, corners[2], corners[3]);
                int label = classes.indexOf(object.get("name").asString());
                kept.add(new TrueObject(label, box, object.get("difficult").asInt() == 1));
            }
        }
        return kept;
    }

    @Test
    void bloodCellsLoadWithTheirTwoEmptyBoxesReported() {
        Path bccd = ReferenceData.path("data/bccd/BCCD");
        DataSettings.Voc strict = TestSettings.voc(OnBadBox.FAIL, "RBC", "WBC", "Platelets");
        assertThat(DataSets.lint(strict, Optional.of(bccd)).errors())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("has no extent").contains("object "));
        DataSettings.Voc lenient = TestSettings.voc(OnBadBox.SKIP, "RBC", "WBC", "Platelets");
        Dataset<TrueObjects> data = DataSets.load(lenient, Optional.of(bccd));
        assertThat(data.train()).hasSize(292);
        assertThat(data.test()).hasSize(72);
        int boxes = 0;
        int[] ofClass = new int[3];
        for (Sample<TrueObjects> sample :
                Stream.concat(data.train().stream(), data.test().stream()).toList()) {
            boxes += sample.truth().objects().size();
            sample.truth().objects().forEach(object -> ofClass[object.label()]++);
        }
        assertThat(boxes).isEqualTo(4888 - 2);
        assertThat(ofClass[1]).isEqualTo(372);
        assertThat(data.warnings()).contains("bad boxes: 0 cut to their image, 2 left out");
    }
}
