package dev.roilab.data.voc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSummary;
import dev.roilab.data.Sample;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, ids and file names as they are found. */
class VocNamesTest {
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
                "a",
                "C:\\Users\\me\\pics\\a.png",
                "/home/me/a.png",
                "A.PNG",
                "IMG_1234.png",
                "JPEGImages/a.png",
                "a.jpeg"
            })
    void theIdFindsThePictureWhateverFilenameSays(String name) throws IOException {
        files.annotation(
                "a", "<filename>" + name + "</filename>" + VocFiles.size(20, 10) + VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.warnings())
                .first()
                .asString()
                .startsWith("Annotations/a.xml:2:")
                .endsWith("<filename> is '%s', the picture of this annotation is JPEGImages/a.png; the id decides"
                        .formatted(name));
        assertThat(files.data().train().getFirst().width()).isEqualTo(20);
    }

    @Test
    void aFilenameOfAnotherPictureIsNotReadInItsPlace() throws IOException {
        files.image("other.png", VocFiles.picture(40, 40), "png");
        files.annotation("a", "<filename>other.png</filename>" + VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.warnings()).first().asString().endsWith("; the id decides, although other.png is there too");
        assertThat(files.data().train().getFirst().width()).isEqualTo(20);
    }

    @Test
    void filenameNamesThePictureWhereNoneHasTheId() throws IOException {
        files.delete("JPEGImages/a.png").image("photo.PNG", VocFiles.picture(20, 10), "png");
        files.annotation(
                "a", "<filename>photo.png</filename>" + VocFiles.size(20, 10) + VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.warnings())
                .first()
                .asString()
                .endsWith("no picture is called 'a'; photo.PNG, which <filename> names, is taken for it");
        files.annotation("a", "<filename>b.png</filename>" + VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.errors())
                .containsExactly(
                        "JPEGImages/a.jpg: no such file; it is the image of Annotations/a.xml; add it, or remove ImageSets/Main/trainval.txt:1");
    }

    @Test
    void ofTwoPicturesWithOneNameFilenameTellsWhich() throws IOException {
        files.image("a.jpg", VocFiles.picture(16, 16), "jpg");
        files.annotation("a", "<filename>a.png</filename>" + VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.data().train().getFirst().width()).isEqualTo(20);
        files.annotation("a", VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.data().train().getFirst().width()).isEqualTo(16);
        assertThat(files.warnings())
                .contains("JPEGImages/a: several pictures have this name, a.jpg, a.png; the first is read; keep one or"
                        + " name it in <filename>");
    }

    @ParameterizedTest
    @ValueSource(strings = {".JPG", ".Jpeg", ".BMP", ".tif", ".GIF", ".jfif"})
    void extensionsAreFoundInAnyCase(String extension) throws IOException {
        files.delete("JPEGImages/a.png").image("a" + extension, VocFiles.picture(20, 10), "jpg");
        files.annotation("a", VocFiles.size(20, 10) + VocFiles.object("cat", 1, 1, 9, 9));
        assertThat(files.data().train().getFirst().read().height()).isEqualTo(10);
    }

    @Test
    void namesInCapitalsAreReadWithOneWarningOfAKindThatCounts() throws IOException {
        files.delete("JPEGImages/a.png").image("a.JPG", VocFiles.picture(20, 10), "jpg");
        files.delete("JPEGImages/b.png").image("B.png", VocFiles.picture(20, 12), "png");
        files.list("test", "B\n");
        Files.move(root.resolve("Annotations/a.xml"), root.resolve("Annotations/a.XML"));
        String may = "; other programs keep upper and lower case apart and may not find it";
        assertThat(files.warnings())
                .containsSubsequence(
                        "ImageSets/Main/test.txt:1: 'B' is read as 'b', as its annotation is called" + may,
                        "Annotations/a.XML: is read as .xml" + may,
                        "JPEGImages/a.JPG: is read as a.jpg" + may + " (and 1 more like it)")
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my picture (1)", "Grün", "a.b", "1", "im 1", "x;y,z"})
    void namesMayHaveBlanksDotsAndAccents(String name) throws IOException {
        rename("a", name);
        files.list("trainval", name + "\n");
        assertThat(files.data().train()).singleElement().extracting(Sample::id).isEqualTo(name);
        assertThat(files.warnings()).hasSize(1);
    }

    private void rename(String from, String to) throws IOException {
        Files.move(root.resolve("Annotations/" + from + ".xml"), root.resolve("Annotations/" + to + ".xml"));
        Files.move(root.resolve("JPEGImages/" + from + ".png"), root.resolve("JPEGImages/" + to + ".png"));
    }

    @Test
    void accentsAreFoundHoweverTheFileSystemWritesThem() throws IOException {
        rename("a", Normalizer.normalize("Grün", Normalizer.Form.NFD));
        files.list("trainval", Normalizer.normalize("Grün", Normalizer.Form.NFC) + "\n");
        assertThat(files.data().train().getFirst().width()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFFa\r\n", "a\r", "\n\n  a \t \n", "a\u00A0\n", "a", "a\n\u0000\u0000"})
    void linesEndAndBeginInManyWays(String list) throws IOException {
        files.list("trainval", list);
        assertThat(files.data().train()).hasSize(1);
        assertThat(files.warnings()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "x-UTF-16LE-BOM", "UTF-32"})
    void listsOfWideLettersAreReadAndNamed(String charset) throws IOException {
        files.write("ImageSets/Main/trainval.txt", "a\r\n".getBytes(Charset.forName(charset)));
        assertThat(files.data().train()).hasSize(1);
        assertThat(files.warnings())
                .contains("ImageSets/Main/trainval.txt: is UTF-16, which other programs may not read; save as UTF-8");
    }

    @Test
    void listsInLatin1AreReadAndNamed() throws IOException {
        rename("a", "Grün");
        files.write("ImageSets/Main/trainval.txt", "Grün\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(files.data().train()).hasSize(1);
        assertThat(files.warnings())
                .contains("ImageSets/Main/trainval.txt: is not UTF-8; read as Latin-1; save as UTF-8");
    }

    @Test
    void extensionsAndPathsInListsAreLeftOutWithOneWarning() throws IOException {
        files.annotation("c", VocFiles.object("dog", 1, 1, 9, 9)).image("c.png", VocFiles.picture(30, 20), "png");
        files.list("trainval", "a.png\nc.JPG\n");
        assertThat(files.data().train()).extracting(Sample::id).containsExactly("a", "c");
        assertThat(files.warnings())
                .contains("ImageSets/Main/trainval.txt:1: the name is read without .png; lists have names without an"
                        + " extension (and 1 more like it)");
        files.list("trainval", "JPEGImages/a.png\nD:\\set\\c.jpg\n");
        assertThat(files.data().train()).extracting(Sample::id).containsExactly("a", "c");
        assertThat(files.warnings())
                .contains(
                        "ImageSets/Main/trainval.txt:1: of 'JPEGImages/a.png' the name 'a' is read; lists have no paths"
                                + " (and 1 more like it)");
    }

    @Test
    void theListOfOneClassIsRefusedAsSuch() throws IOException {
        files.annotation("c", VocFiles.object("dog", 1, 1, 9, 9)).image("c.png", VocFiles.picture(30, 20), "png");
        files.list("trainval", "a  1\nc\t-1\n");
        assertThat(files.errors())
                .containsExactly(
                        "ImageSets/Main/trainval.txt:1: expected one image name, got 'a  1';"
                                + " the lists of one class cannot be used",
                        "ImageSets/Main/trainval.txt:2: expected one image name, got 'c\t-1';"
                                + " the lists of one class cannot be used");
    }

    @Test
    void whatStandsInPlaceOfAFileIsNamed() throws IOException {
        files.list("trainval", "a\nfolder\nloop\n");
        Files.createDirectories(root.resolve("Annotations/folder.xml"));
        Files.createSymbolicLink(root.resolve("Annotations/loop.xml"), Path.of("loop.xml"));
        assertThat(files.errors())
                .containsExactly(
                        "Annotations/folder.xml: is a folder, expected a file; every image of a split needs an"
                                + " annotation (ImageSets/Main/trainval.txt:2); add it, or remove that line",
                        "Annotations/loop.xml: is a link that leads to no file;"
                                + " every image of a split needs an annotation (ImageSets/Main/trainval.txt:3); add it, or remove that line");
    }

    @Test
    void manyMistakesOfOneKindAreFolded() throws IOException {
        var list = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            list.append("gone").append(i).append('\n');
        }
        files.list("trainval", list.toString());
        assertThat(files.errors()).hasSize(11).last().isEqualTo("... and 2990 more missing files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./a.xml", "../Annotations/a.xml", "a.xml", "C:\\data\\a.XML"})
    void listsOfAnnotationsAreRead(String line) throws IOException {
        files.list("trainval", line + "\n");
        assertThat(files.data().train().getFirst().id()).isEqualTo("a");
        assertThat(files.warnings()).anyMatch(warning -> warning.startsWith("ImageSets/Main/trainval.txt:1: "));
    }

    @Test
    void linesThatFindNothingAreNamedAndWhatNobodySeesIsShown() throws IOException {
        files.list("trainval", "a\u200b\n\"a\"\nJPEGImages/a.png Annotations/a.xml\n");
        assertThat(files.errors())
                .containsExactlyInAnyOrder(
                        "ImageSets/Main/trainval.txt:3: expected one image name, got 'JPEGImages/a.png"
                                + " Annotations/a.xml'; remove the others",
                        "Annotations/a\\u200b.xml: no such file; every image of a split needs an annotation"
                                + " (ImageSets/Main/trainval.txt:1); add it, or remove that line",
                        "ImageSets/Main/trainval.txt:2: expected one image name, got '\"a\"'; there is an image 'a':"
                                + " write a name a line and nothing else");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a b", "a\tx", "[\"a\", \"b\"]", "a  # good", "'x';a"})
    void linesOfMoreThanANameAreRefusedWithTheName(String line) throws IOException {
        files.list("trainval", line + "\n");
        assertThat(files.errors())
                .containsExactly("ImageSets/Main/trainval.txt:1: expected one image name, got '"
                        + line.replace("\t", "\\u0009")
                        + "'; there is an image 'a': write a name a line and nothing else");
    }

    @Test
    void commentsArePassedOverAndCounted() throws IOException {
        files.list("trainval", "# of the\n# first day\na\n");
        assertThat(files.data().train()).hasSize(1);
        assertThat(files.warnings())
                .contains("ImageSets/Main/trainval.txt:1: '# of the' is passed over as a comment"
                        + " (and 1 more like it)");
        files.list("trainval", "# nothing\n");
        assertThat(files.errors())
                .contains("ImageSets/Main/trainval.txt: the split is empty; expected one image name a line");
    }

    @Test
    void aListThatIsNoTextIsNamed() throws IOException {
        files.write("ImageSets/Main/trainval.txt", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 3, 'a'});
        assertThat(files.errors())
                .containsExactly("ImageSets/Main/trainval.txt: not a list of images: it is a gzip file; unpack it");
    }

    @Test
    void namesThatLookAlikeAreSaidToDifferInNormalisation() throws IOException {
        rename("a", Normalizer.normalize("Gr\u00fcn", Normalizer.Form.NFC));
        files.list("trainval", Normalizer.normalize("Gr\u00fcn", Normalizer.Form.NFD) + "\n");
        assertThat(files.warnings())
                .anyMatch(line -> line.endsWith("as its annotation is called; they look alike but differ in Unicode"
                        + " normalisation (NFD, NFC), which other programs keep apart and may not find it"));
    }

    @Test
    void whatNoSplitUsesIsCounted() throws IOException {
        assertThat(DataSummary.of(files.data())).noneMatch(line -> line.startsWith("not used"));
        files.annotation("c", "").annotation("sub/d", "").image("c.png", VocFiles.picture(30, 20), "png");
        files.write("JPEGImages/.DS_Store", new byte[3]);
        assertThat(DataSummary.of(files.data()))
                .endsWith("not used by any split: 2 annotations (Annotations/c.xml, ...),"
                        + " 1 picture (JPEGImages/c.png)");
    }

    @Test
    void filesAtAWrongPlaceAreFound() throws IOException {
        files.annotation("sub/d", "").list("trainval", "a\nd\n");
        assertThat(files.errors())
                .containsExactly("Annotations/d.xml: no such file; every image of a split needs an annotation"
                        + " (ImageSets/Main/trainval.txt:2); there is Annotations/sub/d.xml: list it as 'sub/d', or"
                        + " move it");
    }

    @ParameterizedTest
    @CsvSource({
        "a.jp2, '....jP  ', it is a JPEG 2000 picture; convert it to JPEG or PNG",
        "a.ppm, P6 20 10 255, 'it is a PBM, PGM or PPM picture; convert it to PNG'",
        "a.jpg.png, GIF89a4444444444444, 'it begins as a GIF file; rename it to end in .gif, or convert it'",
        "sub/a.gif, GIF89a4444444444444, 'rename or move it, so that it is called as the list says'",
        "a.svg, <svg/>, it is an SVG drawing; convert it to PNG"
    })
    void picturesOfUnknownKindsAreNamed(String name, String content, String what) throws IOException {
        files.delete("JPEGImages/a.png").write("JPEGImages/" + name, content.getBytes(StandardCharsets.US_ASCII));
        assertThat(files.errors())
                .containsExactly("JPEGImages/a.jpg: no such file; it is the image of Annotations/a.xml; there is"
                        + " JPEGImages/" + name + ": " + what);
    }

    @Test
    void aFolderWithoutPicturesIsOneError() throws IOException {
        Files.move(root.resolve("JPEGImages"), root.resolve("images"));
        assertThat(files.errors())
                .containsExactly("data.root: " + root + " has no folder JPEGImages; it has Annotations, ImageSets,"
                        + " images; rename or move what is called otherwise");
    }

    @Test
    void aRootOneFolderTooHighIsSaid(@TempDir Path above) throws IOException {
        VocFiles.in(above.resolve("VOC2007"));
        assertThat(DataSets.lint(files.settings(), Optional.of(above)).errors())
                .containsExactly("data.root: " + above + " has no folder Annotations and no folder JPEGImages and no"
                        + " folder ImageSets/Main; VOC2007 in it has: set data.root to it");
    }
}
