package dev.roilab.data.voc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSummary;
import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What annotations say in other places than VOC's own files do: understood or refused, never lost. */
class VocFlagsTest {
    private static final String BOX = VocFiles.box(1, 1, 5, 5);

    @TempDir
    private Path root;

    private VocFiles files;

    @BeforeEach
    void twoGoodPictures() throws IOException {
        files = VocFiles.in(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<object difficult='1'><name>dog</name>%s</object>",
                "<object><name>dog</name><difficult value='1'/>%s</object>",
                "<object><name>dog</name><bndbox difficult='1'><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax>"
                        + "</bndbox></object>",
                "<object><name>dog</name><bndbox><difficult>1</difficult><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax>"
                        + "<ymax>5</ymax></bndbox></object>",
                "<object><name>dog</name>%s<attributes><attribute><name>Difficult</name><value>True</value>"
                        + "</attribute></attributes></object>",
                "<object><name>dog</name>%s<attribute name='difficult'>1</attribute></object>"
            })
    void difficultIsFoundWhereverItIsSaid(String object) throws IOException {
        files.annotation("b", object.replace("%s", BOX) + VocFiles.object("cat", 2, 2, 5, 5));
        assertThat(files.data().test().getFirst().truth().objects())
                .extracting(TrueObject::difficult)
                .containsExactly(true, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<difficult>0</difficult><difficult>1</difficult>"
                        + "|object 1 says 2 times whether it is difficult, expected once; keep one",
                "<difficult/>|<difficult> is empty; expected 0 or 1, true or false, yes or no",
                "<bndbox><difficult>1</difficult><xmin>6</xmin><ymin>1</ymin><xmax>9</xmax><ymax>5</ymax></bndbox>"
                        + "|<difficult> stands in one of several <bndbox>; make it several objects"
            })
    void difficultThatCanBeReadInTwoWaysIsRefused(String flags, String problem) throws IOException {
        files.annotation("b", "<object><name>dog</name>" + flags + BOX + "</object>");
        assertThat(files.errors())
                .singleElement()
                .asString()
                .startsWith("Annotations/b.xml:2:")
                .endsWith(problem);
    }

    @Test
    void objectsInsidePartsAndBoxesAreObjects() throws IOException {
        files.annotation(
                "a",
                "<object><name>cat</name>" + BOX + "<part><name>head</name>" + VocFiles.box(2, 2, 3, 3)
                        + VocFiles.object("dog", 2, 2, 4, 4) + "</part></object>");
        assertThat(files.data().train().getFirst().truth().objects())
                .extracting(TrueObject::box)
                .containsExactly(new Box(0, 0, 5, 5), new Box(1, 1, 4, 4));
        assertThat(DataSummary.of(files.data())).anyMatch(line -> line.endsWith("1 part of an object passed over"));
        assertThat(files.warnings()).anyMatch(line -> line.contains("an <object> stands inside <part>"));
    }

    @Test
    void twinsAreSaidAndDeletedObjectsLeftOut() throws IOException {
        files.annotation(
                "a",
                VocFiles.object("cat", 1, 1, 5, 5) + VocFiles.object("cat", 1, 1, 5, 5)
                        + "<object><name>dog</name><deleted>1</deleted>" + BOX + "</object>");
        assertThat(files.data().train().getFirst().truth().objects()).hasSize(2);
        assertThat(files.warnings())
                .anyMatch(
                        line -> line.endsWith(
                                "object 2 (cat): box 1,1..5,5: has the class and the place of object 1; both are kept, remove one"))
                .anyMatch(line -> line.endsWith("object 3 is marked <deleted>; it is left out"));
    }

    /** A tenth less is nearly the same, two tenths are another place. */
    @Test
    void nearTwinsAndPlacesWithTwoClassesAreSaid() throws IOException {
        files.annotation(
                "a",
                VocFiles.object("cat", 1, 1, 10, 10)
                        + VocFiles.object("cat", 1, 1, 10, 9)
                        + VocFiles.object("cat", 1, 3, 10, 10)
                        + VocFiles.object("dog", 1, 1, 10, 10)
                        + VocFiles.object("dog", 1, 1, 9, 10));
        assertThat(files.warnings())
                .filteredOn(line -> line.contains("both are kept"))
                .hasSize(2)
                .anyMatch(line -> line.endsWith("object 2 (cat): box 1,1..10,9: has the class and nearly the place of"
                        + " object 1, an IoU of 0.90; both are kept, remove one if they are one object (and 1 more like"
                        + " it)"))
                .anyMatch(
                        line -> line.endsWith("object 4 (dog): box 1,1..10,10: has the place of object 1, but the class"
                                + " dog where that is cat; both are kept, remove the one that is wrong"));
    }

    @Test
    void marksOfOtherFormatsAreNotPassedOverInSilence() throws IOException {
        files.annotation(
                "a",
                "<object><name>cat</name><ignore>1</ignore>" + BOX + "</object>"
                        + "<object><name>cat</name><iscrowd>0</iscrowd>" + VocFiles.box(2, 2, 6, 6) + "</object>"
                        + "<object><name>dog</name><iscrowd/>" + VocFiles.box(3, 3, 7, 7) + "</object>");
        assertThat(files.data().train().getFirst().truth().objects()).hasSize(3);
        assertThat(files.warnings())
                .filteredOn(line -> line.contains("which is not read"))
                .singleElement()
                .asString()
                .contains("object 1 is marked <ignore>, which is not read; it is taken as any other")
                .endsWith("(and 1 more like it)");
    }

    @Test
    void aSizeInAttributesIsAStatedSize() throws IOException {
        files.annotation("a", "<size width='21' height='10'/>" + VocFiles.object("cat", 1, 1, 5, 5));
        assertThat(files.errors()).singleElement().asString().contains("<size> is 21 x 10, but JPEGImages/a.png is 20");
    }

    @Test
    void mistakesInNamespacesAreSaidInWords() throws IOException {
        files.annotation("a", "<v:object/>");
        assertThat(files.errors())
                .singleElement()
                .asString()
                .startsWith("Annotations/a.xml:2:")
                .endsWith("malformed XML: the prefix of 'v:object' is not declared; declare it by xmlns or remove it");
    }
}
