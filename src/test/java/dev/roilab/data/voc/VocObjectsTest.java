package dev.roilab.data.voc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.DataSettings.OnBadBox;
import dev.roilab.data.DataSummary;
import dev.roilab.data.Dataset;
import dev.roilab.data.LintReport;
import dev.roilab.data.TestSettings;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Annotations as they are found: no object of a file is lost without a word. */
class VocObjectsTest {
    private static final String SIZE = VocFiles.size(20, 10);

    @TempDir
    private Path root;

    private VocFiles files;

    @BeforeEach
    void twoGoodPictures() throws IOException {
        files = VocFiles.in(root);
    }

    private List<Box> boxes() {
        return files.data().train().getFirst().truth().objects().stream()
                .map(TrueObject::box)
                .toList();
    }

    @Test
    void everyBoxOfAnObjectIsAnObject() throws IOException {
        files.annotation(
                "a",
                SIZE + "<object><name>cat</name><difficult>0</difficult>" + VocFiles.box(1, 1, 5, 5)
                        + VocFiles.box(6, 1, 9, 5) + "<more>" + VocFiles.box(11, 1, 15, 5) + "</more></object>");
        assertThat(boxes()).containsExactly(new Box(0, 0, 5, 5), new Box(5, 0, 9, 5), new Box(10, 0, 15, 5));
        assertThat(files.warnings())
                .first()
                .asString()
                .endsWith("object 1 (cat) has 3 boxes; each is taken as an object of its own");
    }

    @Test
    void objectsAreFoundWhereverTheyStand() throws IOException {
        files.annotation(
                "a",
                SIZE + "<objects>" + VocFiles.object("cat", 1, 1, 5, 5) + "<object><name>dog</name>"
                        + VocFiles.box(6, 1, 9, 5) + VocFiles.object("cat", 7, 2, 8, 4) + "</object></objects>");
        assertThat(boxes()).containsExactly(new Box(0, 0, 5, 5), new Box(5, 0, 9, 5), new Box(6, 1, 8, 4));
        assertThat(files.warnings())
                .anyMatch(line -> line.endsWith(
                        "an <object> stands inside <objects>; it is taken as any other (and 1 more like it)"))
                .anyMatch(line -> line.endsWith("an <object> stands inside <object>; it is taken as any other"));
    }

    @Test
    void partsOfObjectsAreNoObjectsAndCounted() throws IOException {
        files.annotation(
                "a",
                SIZE + "<object><name>cat</name>" + VocFiles.box(1, 1, 5, 5) + "<part><name>head</name>"
                        + VocFiles.box(2, 2, 3, 3) + "</part></object>");
        assertThat(boxes()).containsExactly(new Box(0, 0, 5, 5));
        assertThat(DataSummary.of(files.data()))
                .containsExactly(
                        "train: 1 picture, 1 object (cat 1, dog 0)",
                        "test: 1 picture, 2 objects (cat 1, dog 1)",
                        "files: PNG 2; 20 x 10..12 pixels; 1 part of an object passed over");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<bndbox><xmin>1</xmin></bndbox>|<bndbox> stands in <annotation>; expected it in an <object>",
                "<object><name>cat</name></object>|object 1 (cat) has no <bndbox>; add it, or remove the object",
                "<object><name>cat</name><polygon><pt/></polygon></object>"
                        + "|object 1 (cat) has no <bndbox> but a <polygon>; give the box around it as <bndbox>",
                "<object><name>cat</name><robndbox><cx>3</cx></robndbox></object>"
                        + "|object 1 (cat) has no <bndbox> but a <robndbox>; give the box around it as <bndbox>",
                "<object><name>cat</name><name>dog</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax>"
                        + "<ymax>5</ymax></bndbox></object>|object 1 has several names; make it several objects",
                "<object><name>cat</name><bndbox><xmin>1</xmin><xmin>3</xmin><ymin>1</ymin><xmax>5</xmax>"
                        + "<ymax>5</ymax></bndbox></object>|<bndbox> has 2 <xmin>, expected one; remove the others",
                "<object><name>cat</name><bndbox><xmin>1,5</xmin><ymin>1</ymin><xmax>5</xmax>"
                        + "<ymax>5</ymax></bndbox></object>|<xmin> must be a number of pixels, got '1,5', expected '1.5'; correct it",
                "<object><name>cat</name><bndbox><xmin>0x1p1</xmin><ymin>1</ymin><xmax>5</xmax>"
                        + "<ymax>5</ymax></bndbox></object>|<xmin> must be a number of pixels, got '0x1p1'; correct it"
            })
    void whatIsNoBoxIsAnErrorWithItsLine(String object, String problem) throws IOException {
        files.annotation("a", SIZE + object);
        assertThat(files.errors())
                .anySatisfy(line ->
                        assertThat(line).startsWith("Annotations/a.xml:3:").endsWith(problem));
    }

    @Test
    void namesAndOrderOfElementsMayDiffer() throws IOException {
        files.write(
                "Annotations/a.xml",
                ("<?xml version='1.0'?>\n<!DOCTYPE annotation SYSTEM \"voc.dtd\">\n"
                                + "<v:Annotation xmlns:v='urn:v'><v:Object><v:bndBox><ymax>9.5</ymax><xmax>+8</xmax>"
                                + "<xmin>1.5e0</xmin><ymin> 2 </ymin></v:bndBox><name>cat</name></v:Object></v:Annotation>")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(boxes()).containsExactly(new Box(0.5, 1, 8, 9.5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "True", "true", "YES", "1.0", " 1 "})
    void difficultIsUnderstood(String word) throws IOException {
        files.annotation(
                "b",
                "<object><name>dog</name><difficult>" + word + "</difficult>" + VocFiles.box(1, 1, 5, 5) + "</object>"
                        + VocFiles.object("cat", 2, 2, 5, 5));
        assertThat(files.data().test().getFirst().truth().objects())
                .extracting(TrueObject::difficult)
                .containsExactly(true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "-1", "maybe", "Unspecified"})
    void anyOtherWordForDifficultIsRefused(String word) throws IOException {
        files.annotation(
                "b",
                "<object><name>dog</name><difficult>" + word + "</difficult>" + VocFiles.box(1, 1, 5, 5) + "</object>");
        assertThat(files.errors())
                .singleElement()
                .asString()
                .endsWith("<difficult> must be 0 or 1, true or false, yes or no, got '" + word.toLowerCase(Locale.ROOT)
                        + "'; correct it");
    }

    @Test
    void difficultObjectsOfTheTrainingAreLeftOutUnlessAskedFor() throws IOException {
        String hard = "<object><name>cat</name><difficult>1</difficult>" + VocFiles.box(1, 1, 5, 5) + "</object>";
        files.annotation("a", SIZE + hard + VocFiles.object("dog", 6, 1, 9, 5));
        files.annotation("b", VocFiles.size(20, 12) + hard + VocFiles.object("cat", 6, 1, 9, 5));
        Dataset<TrueObjects> without = files.data();
        assertThat(without.train().getFirst().truth().objects())
                .extracting(TrueObject::label)
                .containsExactly(1);
        assertThat(without.test().getFirst().truth().objects()).hasSize(2);
        assertThat(without.warnings())
                .contains("data.train_difficult: 1 of 2 objects of the training images are marked difficult and not"
                        + " trained on; true would train on them");
        var settings = TestSettings.voc(OnBadBox.FAIL, Optional.of(true), "cat", "dog");
        Dataset<TrueObjects> with = DataSets.load(settings, Optional.of(root));
        assertThat(with.train().getFirst().truth().objects())
                .extracting(TrueObject::label)
                .containsExactly(0, 1);
        assertThat(with.warnings()).noneMatch(line -> line.contains("difficult"));
    }

    @Test
    void nothingToTrainOnOrToTestIsAnError() throws IOException {
        String hard = "<object><name>cat</name><difficult>1</difficult>" + VocFiles.box(1, 1, 5, 5) + "</object>";
        files.annotation("a", SIZE + hard).annotation("b", hard);
        assertThat(files.errors())
                .containsExactly(
                        "data.train_split: all 1 objects of the training images are marked difficult and not trained"
                                + " on; set data.train_difficult: true",
                        "data.test_split: no test image has an object (all 1 are marked difficult and do not count);"
                                + " without one no average precision is defined: name a split that has some");
        files.annotation("a", SIZE).annotation("b", "");
        assertThat(files.errors())
                .containsExactly(
                        "data.train_split: no training image has an object; there is nothing to train on: name a split that has some",
                        "data.test_split: no test image has an object; without one no average precision is defined: name a split that has some");
    }

    @Test
    void aClassWithoutTestObjectsIsNamed() throws IOException {
        files.annotation("b", VocFiles.object("cat", 2, 2, 5, 5));
        assertThat(files.warnings())
                .contains(
                        "data.test_split: no test image has an object of class 'dog'; it has no average precision, and"
                                + " the means are over the other classes");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "-1,-1", "'',''", "20,''", "0,10"})
    void aSizeThatIsNotStatedIsThePicturesOwn(String width, String height) throws IOException {
        files.annotation(
                "a",
                "<size><width>" + width + "</width><height>" + height + "</height></size>"
                        + VocFiles.object("cat", 1, 1, 20, 10));
        assertThat(files.warnings())
                .first()
                .asString()
                .endsWith("no size is stated; the picture's own is taken, 20 x 10");
        assertThat(files.data().train().getFirst().height()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"21,10,''", "10,20,': width and height are exchanged'", "20.5,10,''", "0,11,''"})
    void anotherSizeIsAnError(String width, String height, String hint) throws IOException {
        files.annotation(
                "a",
                "<size><width>" + width + "</width><height>" + height + "</height></size>"
                        + VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.errors())
                .singleElement()
                .asString()
                .endsWith("but JPEGImages/a.png is 20 x 10" + hint + "; correct <size> or the image");
    }

    @ParameterizedTest
    @EnumSource(OnBadBox.class)
    void sharesOfThePictureAreNoPixelsWhateverIsDoneWithBadBoxes(OnBadBox policy) throws IOException {
        files.annotation("a", SIZE + share("cat", "0", "0", "1", "1") + share("dog", ".25", "0.5", "5e-1", "1.0"));
        assertThat(files.lint(TestSettings.voc(policy, "cat", "dog")).errors())
                .containsExactly(
                        "Annotations/a.xml:3:%d: object 1 (cat): box 0,0..1,1; 2 of 2 boxes of this picture lie within 0..1,"
                                        .formatted("<object><name>cat</name><bndbox>".length() + 1)
                                + " which looks like shares of its width and height; expected pixels: multiply x by 20 and"
                                + " y by 10");
    }

    @Test
    void aSpeckInTheCornerIsNoShare() throws IOException {
        files.annotation("a", SIZE + share("cat", "0.5", "0.5", "1", "1") + VocFiles.object("dog", 1, 1, 9, 9));
        assertThat(files.lint(TestSettings.voc(OnBadBox.CLIP, "cat", "dog")).errors())
                .isEmpty();
        files.annotation("a", SIZE + share("cat", "0", "0", "1", "1"));
        assertThat(files.lint(TestSettings.voc(OnBadBox.CLIP, "cat", "dog")).errors())
                .isEmpty();
    }

    /** Shares to which the 1 of VOC's first pixel was added; where files count from 0 such boxes are specks. */
    @Test
    void sharesFromOneAreNoPixels() throws IOException {
        files.annotation("a", SIZE + share("cat", "1.1", "1.25", "1.5", "2"));
        assertThat(files.errors())
                .containsExactly(
                        "Annotations/a.xml:3:%d: object 1 (cat): box 1.1,1.25..1.5,2; 1 of 1 box of this picture"
                                        .formatted("<object><name>cat</name><bndbox>".length() + 1)
                                + " lies within 1..2, which looks like shares of its width and height, counted from 1; expected"
                                + " pixels: multiply x by 20 and y by 10");
    }

    @Test
    void boxesBelowAPixelAreTold() throws IOException {
        files.annotation(
                "a",
                SIZE
                        + share("cat", "3.2", "4", "4.1", "8")
                        + share("dog", "3", "4.5", "8", "5.25")
                        + share("dog", "5", "5", "6", "6"));
        assertThat(files.lint(TestSettings.voc(OnBadBox.FAIL, "cat", "dog"))
                        .data()
                        .orElseThrow()
                        .warnings())
                .filteredOn(line -> line.contains("pixel"))
                .singleElement()
                .asString()
                .endsWith(
                        "object 1 (cat): box 3.2,4..4.1,8 has its ends less than a pixel apart; no system can find it:"
                                + " write pixels, or remove it (and 1 more like it)");
    }

    private static String share(String name, String left, String top, String right, String bottom) {
        return "<object><name>%s</name><bndbox><xmin>%s</xmin><ymin>%s</ymin><xmax>%s</xmax><ymax>%s</ymax></bndbox></object>\n"
                .formatted(name, left, top, right, bottom);
    }

    @Test
    void filesThatCountFrom0AreReadSoOnRequest() throws IOException {
        files.annotation("a", SIZE + VocFiles.object("cat", 0, 0, 4, 4) + VocFiles.object("dog", 5, 5, 19, 9));
        files.annotation("b", VocFiles.object("cat", 0, 2, 5, 5));
        assertThat(files.errors())
                .hasSize(3)
                .last()
                .isEqualTo(
                        "data.first_pixel: 2 of 3 boxes begin at 0 and 0 end at their image's width or height, so that"
                                + " the files seem to count from 0; if so, set data.first_pixel: 0");
        DataSettings.Voc from0 = firstPixel(0);
        assertThat(files.lint(from0)
                        .data()
                        .orElseThrow()
                        .train()
                        .getFirst()
                        .truth()
                        .objects())
                .extracting(TrueObject::box)
                .containsExactly(new Box(0, 0, 5, 5), new Box(5, 5, 20, 10));
        files.annotation("b", VocFiles.object("cat", 1, 2, 20, 5));
        files.annotation("a", SIZE + VocFiles.object("cat", 1, 1, 4, 4));
        assertThat(files.lint(from0).errors())
                .hasSize(2)
                .first()
                .asString()
                .contains("box 1,2..20,5 reaches outside the image, which is 0,0..19,11 (data.first_pixel is 0)");
        assertThat(files.lint(from0).errors().getLast()).endsWith("if so, set data.first_pixel: 1");
    }

    private DataSettings.Voc firstPixel(int first) {
        DataSettings.Voc settings = files.settings();
        return new DataSettings.Voc(
                settings.root(),
                settings.classes(),
                settings.trainSplit(),
                settings.testSplit(),
                settings.onBadBox(),
                settings.trainDifficult(),
                Optional.of(first),
                settings.orientation(),
                settings.shorterSide(),
                settings.longerSide());
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE,true", "UTF-16BE,true", "UTF-16,true", "ISO-8859-1,false", "windows-1252,true", "UTF-8,false"
    })
    void annotationsAreReadInTheirEncoding(String charset, boolean declared) throws IOException {
        String declaration = declared ? "<?xml version=\"1.0\" encoding=\"" + charset + "\"?>\n" : "";
        String text = declaration + "<annotation><folder>größe</folder>" + VocFiles.object("größe", 1, 1, 9, 9)
                + "</annotation>";
        files.write("Annotations/a.xml", text.getBytes(Charset.forName(charset)));
        files.annotation("b", VocFiles.object("größe", 1, 1, 9, 9));
        LintReport report = files.lint(TestSettings.voc(OnBadBox.FAIL, "größe"));
        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings().stream().anyMatch(line -> line.contains("read as Latin-1")))
                .isEqualTo(charset.equals("ISO-8859-1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|unreadable annotation: the file is empty; fetch it again",
                "version https://git-lfs.github.com/spec/v1|unreadable annotation: it is a Git LFS pointer, not the file;"
                        + " fetch it with `git lfs pull`",
                "<!DOCTYPE html><html></html>|unreadable annotation: it is an HTML page, as servers send in place of a"
                        + " file; fetch it again",
                "im00 1 2 3 4|unreadable annotation: it is text that begins with 'im00 1 2 3 4';"
                        + " expected an XML file"
            })
    void whatIsNoAnnotationIsNamed(String content, String problem) throws IOException {
        files.write("Annotations/a.xml", content.getBytes(StandardCharsets.UTF_8));
        assertThat(files.errors()).containsExactly("Annotations/a.xml: " + problem);
    }
}
