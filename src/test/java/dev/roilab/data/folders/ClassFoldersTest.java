package dev.roilab.data.folders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.ClassFoldersSettings;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings.Orientation;
import dev.roilab.data.DataSummary;
import dev.roilab.data.Dataset;
import dev.roilab.data.LintReport;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.voc.VocFiles;
import dev.roilab.geometry.Box;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFoldersTest {
    @TempDir
    private Path root;

    private int pictures;

    /** Each picture is another one. */
    private byte[] picture(int width, int height) throws IOException {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, ++pictures);
        return VocFiles.encoded(picture, "png");
    }

    private void file(String name, byte[] content) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
    }

    private void pictures(String... names) throws IOException {
        for (String name : names) {
            file(name, picture(20, 10));
        }
    }

    private void twoClasses() throws IOException {
        pictures("train/dog/b.png", "train/cat/a.png", "train/cat/c.png", "test/cat/x.png", "test/dog/y.png");
    }

    private static ClassFoldersSettings settings(String... classes) {
        return new ClassFoldersSettings(
                Optional.empty(),
                Optional.of("train"),
                Optional.of("test"),
                Optional.empty(),
                classes.length == 0 ? Optional.empty() : Optional.of(List.of(classes)),
                Optional.empty(),
                64,
                64);
    }

    private static ClassFoldersSettings every(int pictures) {
        return new ClassFoldersSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(pictures),
                Optional.empty(),
                Optional.empty(),
                64,
                64);
    }

    private LintReport lint(ClassFoldersSettings settings) {
        return DataSets.lint(settings, Optional.of(root));
    }

    private List<String> errors(String... classes) {
        return lint(settings(classes)).errors();
    }

    private Dataset<TrueObjects> load(ClassFoldersSettings settings) {
        return DataSets.load(settings, Optional.of(root));
    }

    private static List<String> ids(List<Sample<TrueObjects>> split) {
        return split.stream().map(Sample::id).toList();
    }

    private static List<Integer> labels(List<Sample<TrueObjects>> split) {
        return split.stream()
                .map(sample -> sample.truth().objects().getFirst().label())
                .toList();
    }

    @Test
    void aPictureHasOneObjectOfItsFoldersClassThatFillsIt() throws IOException {
        twoClasses();
        file("train/dog/wide.png", picture(31, 17));
        Dataset<TrueObjects> data = load(settings());
        assertThat(data.classes()).containsExactly("cat", "dog");
        assertThat(ids(data.train()))
                .containsExactly("train/cat/a.png", "train/cat/c.png", "train/dog/b.png", "train/dog/wide.png");
        assertThat(labels(data.train())).containsExactly(0, 0, 1, 1);
        assertThat(ids(data.test())).containsExactly("test/cat/x.png", "test/dog/y.png");
        assertThat(data.train().getLast().truth().objects())
                .containsExactly(new TrueObject(1, new Box(0, 0, 31, 17), false));
        assertThat(data.train().getFirst().read().rgb()[2])
                .as("the second picture")
                .isEqualTo((byte) 2);
        assertThat(data.warnings()).isEmpty();
        assertThat(DataSummary.of(data))
                .startsWith(
                        "train: 4 pictures, 4 objects (cat 2, dog 2)", "test: 2 pictures, 2 objects (cat 1, dog 1)");
    }

    @Test
    void classesThatAreNamedGiveTheOrderOfTheLabels() throws IOException {
        twoClasses();
        Dataset<TrueObjects> data = load(settings("dog", "cat"));
        assertThat(data.classes()).containsExactly("dog", "cat");
        assertThat(labels(data.train())).containsExactly(1, 1, 0);
        assertThat(data.fingerprint()).isNotEqualTo(load(settings()).fingerprint());
    }

    @Test
    void ofOneFolderSomePicturesOfEachClassAreHeldOut() throws IOException {
        pictures("cat/1.png", "cat/2.png", "cat/10.png", "cat/B.png", "cat/a.png", "dog/z.png", "dog/y.png");
        Dataset<TrueObjects> data = load(every(2));
        assertThat(ids(data.train())).containsExactly("cat/1.png", "cat/2.png", "cat/a.png", "dog/y.png");
        assertThat(ids(data.test())).containsExactly("cat/10.png", "cat/B.png", "dog/z.png");
        assertThat(load(every(3)).warnings())
                .containsExactly("data.test_every: no test picture is of class 'dog'; nothing is measured of it");
    }

    @Test
    void contentAndNamesMakeTheFingerprint() throws IOException {
        twoClasses();
        String before = load(settings()).fingerprint();
        assertThat(load(settings()).fingerprint()).isEqualTo(before);
        byte[] first = Files.readAllBytes(root.resolve("train/cat/a.png"));
        pictures("train/cat/a.png");
        assertThat(load(settings()).fingerprint()).isNotEqualTo(before);
        file("train/cat/a.png", first);
        assertThat(load(settings()).fingerprint()).isEqualTo(before);
        Files.move(root.resolve("train/cat/a.png"), root.resolve("train/cat/b.png"));
        assertThat(load(settings()).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void aTurnIsMadeWhereItIsAskedFor() throws IOException {
        twoClasses();
        byte[] jpeg = VocFiles.encoded(VocFiles.picture(20, 10), "jpg");
        byte[] turned = new byte[jpeg.length + 36];
        byte[] exif = {
            (byte) 0xFF,
            (byte) 0xE1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0
        };
        System.arraycopy(jpeg, 0, turned, 0, 2);
        System.arraycopy(exif, 0, turned, 2, exif.length);
        System.arraycopy(jpeg, 2, turned, 38, jpeg.length - 2);
        file("test/dog/turned.jpg", turned);
        var shown = new ClassFoldersSettings(
                Optional.empty(),
                Optional.of("train"),
                Optional.of("test"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Orientation.SHOWN),
                64,
                64);
        Sample<TrueObjects> upright = load(shown).test().get(1);
        assertThat(upright.id()).isEqualTo("test/dog/turned.jpg");
        assertThat(upright.read().height()).isEqualTo(20);
        assertThat(upright.truth().objects().getFirst().box()).isEqualTo(new Box(0, 0, 10, 20));
        Sample<TrueObjects> stored = load(settings()).test().get(1);
        assertThat(stored.read().height()).isEqualTo(10);
        assertThat(stored.truth().objects().getFirst().box()).isEqualTo(new Box(0, 0, 20, 10));
    }

    @Test
    void foldersThatAreNotThereAreTold() throws IOException {
        assertThat(errors())
                .containsExactly(
                        "data.train_folder: no folder train in %s; correct one of them, or set data.root"
                                .formatted(root),
                        "data.test_folder: no folder test in %s; correct one of them, or set data.root"
                                .formatted(root));
        pictures("train/cat/a.png", "train/dog/a.png", "val/cat/b.png");
        assertThat(errors())
                .containsExactly(
                        "data.test_folder: no folder test in %s, which has train, val; correct one of them, or set data.root"
                                .formatted(root));
        Files.createDirectories(root.resolve("test"));
        assertThat(errors())
                .containsExactly(
                        "data.test_folder: %s has no folders; expected one for each class with its pictures in it"
                                .formatted(root.resolve("test")));
        assertThat(DataSets.lint(settings(), Optional.of(root.resolve("none"))).errors())
                .containsExactly(
                        "data.root: no folder %s; set data.root or give --data-root".formatted(root.resolve("none")));
    }

    @Test
    void aFolderOfNoNamedClassIsAnError() throws IOException {
        twoClasses();
        pictures("train/cats/u.png");
        assertThat(errors("cat", "dog"))
                .containsExactly("data.classes: unknown class 'cats', which has a folder; did you mean 'cat'?");
        assertThat(errors("cat", "cats", "dog", "bird"))
                .containsExactly(
                        "class 'bird': no test pictures and no training pictures; add some, or remove its folder and its name");
    }

    @Test
    void oneClassAloneIsAnError() throws IOException {
        pictures("train/cat/a.png", "test/cat/b.png");
        assertThat(errors())
                .containsExactly(
                        "data.train_folder: there is one class, cat; with nothing to tell it from, nothing is learned: add the folder of another");
    }

    @Test
    void emptyFoldersAndClassesOfOneSplitAreTold() throws IOException {
        twoClasses();
        pictures("test/bird/b.png", "train/fox/f.png", "train/elk/e.png");
        Files.createDirectories(root.resolve("train/ape"));
        Files.createDirectories(root.resolve("test/elk"));
        LintReport report = lint(settings());
        assertThat(report.errors())
                .containsExactly(
                        "class 'ape': no test pictures and no training pictures; add some, or remove its folder and its name",
                        "class 'bird': 1 test picture and no training pictures; add some, or remove its folder and its name");
        assertThat(report.warnings())
                .containsExactly(
                        "data.test_folder: no test picture is of class 'elk'; nothing is measured of it",
                        "data.test_folder: no test picture is of class 'fox'; nothing is measured of it");
    }

    @Test
    void aPictureInTwoFoldersIsTold() throws IOException {
        twoClasses();
        byte[] same = picture(20, 10);
        file("train/cat/p.png", same);
        file("train/dog/q.png", same);
        file("test/dog/r.png", same);
        file("test/cat/s.png", Files.readAllBytes(root.resolve("train/cat/a.png")));
        assertThat(load(settings()).warnings())
                .containsExactly(
                        "train image train/dog/q.png: the same picture as train image train/cat/p.png, but of the class dog where that is of cat; both are kept, remove the one that is wrong",
                        "test image test/cat/s.png: the same picture as train image train/cat/a.png; copies across splits flatter the result: remove one",
                        "test image test/dog/r.png: the same picture as train image train/cat/p.png, but of the class dog where that is of cat; both are kept, remove the one that is wrong: no picture should be in both splits");
    }

    @Test
    void unreadablePicturesAreErrorsAllAtOnce() throws IOException {
        twoClasses();
        byte[] whole = picture(40, 40);
        file("train/cat/cut.png", Arrays.copyOf(whole, whole.length - 20));
        file("train/dog/text.jpg", "no picture".getBytes(StandardCharsets.UTF_8));
        byte[] changed = picture(40, 40);
        changed[changed.length - 20] ^= 1;
        file("test/dog/changed.png", changed);
        assertThat(errors())
                .containsExactly(
                        "train/cat/cut.png: unreadable image: the file ends too early; fetch it again",
                        "train/dog/text.jpg: unreadable image: it is text that begins with 'no picture'; expected JPEG, PNG, WebP, BMP, TIFF or GIF",
                        "test/dog/changed.png: unreadable image: damaged: the checksum of its IDAT chunk does not fit; fetch it again");
    }

    @Test
    void filesThatAreNoPicturesAreRemarks() throws IOException {
        twoClasses();
        file("train/cat/notes.txt", "said of cats".getBytes(StandardCharsets.UTF_8));
        file("train/labels.csv", "a,b".getBytes(StandardCharsets.UTF_8));
        file("train/cat/Thumbs.db", new byte[9]);
        file("train/dog/.DS_Store", new byte[9]);
        file("train/.ipynb_checkpoints/a.png", picture(20, 10));
        assertThat(load(settings()).remarks())
                .containsExactly(
                        "not read: 2 files (train/cat/notes.txt, ...), no pictures by their names; the first: it is text that begins with 'said of cats'",
                        "not read: 3 hidden files or folders (train/.ipynb_checkpoints, ...)");
        Files.delete(root.resolve("train/cat/notes.txt"));
        Files.delete(root.resolve("train/labels.csv"));
        file("train/cat/photo", picture(20, 10));
        assertThat(load(settings()).remarks())
                .contains(
                        "not read: 1 file (train/cat/photo), no pictures by their names; the first: it begins as a PNG file: to have it read, rename it to end in .png");
    }

    @Test
    void picturesOutsideOfTheFoldersOfClassesAreTold() throws IOException {
        twoClasses();
        pictures("train/loose.png", "train/dog/puppies/small/p.png");
        LintReport report = lint(settings());
        assertThat(report.errors())
                .containsExactly(
                        "train/dog/puppies: has pictures (small/p.png) inside the folder of a class; move them up, or make it a class of its own");
        assertThat(report.warnings())
                .containsExactly(
                        "train/loose.png: lies beside the folders of the classes and has no class; it is left out, move it into one");
    }

    @Test
    void aSplitThatIsTakenForAClassIsTold() throws IOException {
        twoClasses();
        assertThat(lint(every(2)).errors())
                .contains(
                        "train/cat: has pictures (a.png) inside the folder of a class; move them up, or set data.train_folder to train if that is no class");
    }

    @Test
    void namesThatDifferInCapitalsAloneAreTold() throws IOException {
        twoClasses();
        pictures("train/cat/A.PNG");
        assertThat(load(settings()).warnings())
                .containsExactly(
                        "train/cat/a.png: differs from A.PNG in capitals or in how Unicode writes its letters alone; other file systems keep one of them: rename one");
        pictures("test/Dog/u.png");
        assertThat(errors())
                .containsExactly(
                        "classes 'Dog' and 'dog' differ in capitals or in how Unicode writes their letters alone; rename one, or put their pictures together",
                        "class 'Dog': 1 test picture and no training pictures; add some, or remove its folder and its name");
    }

    @Test
    void keysThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> new ClassFoldersSettings(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("test"),
                        Optional.of(1),
                        Optional.of(List.of("cat")),
                        Optional.empty(),
                        8,
                        4))
                .hasMessage("""
                        test_every must be >= 2, got 1
                        shorter_side must be >= 16, got 8
                        classes must be two or more, got [cat]
                        one of test_folder and test_every says what is tested on, got both
                        train_folder must be named where test_folder is: the root itself would have the test pictures in it, got nothing
                        longer_side must be >= shorter_side (8), got 4""");
    }
}
