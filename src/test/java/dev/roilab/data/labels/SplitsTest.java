package dev.roilab.data.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.VocSegmentationSettings;
import dev.roilab.testing.PngBytes;
import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitsTest {
    private static final String CLASSES = ", classes: [{name: ground}, {name: road}]";

    @TempDir
    private Path root;

    private MapFiles files = new MapFiles(Path.of(""));

    @BeforeEach
    void noPictures() {
        files = new MapFiles(root);
    }

    /** Pictures with maps of their names. */
    private void pairs(String images, String maps, String... names) throws IOException {
        for (String name : names) {
            files.picture(images + "/" + name + ".png", 2, 1)
                    .file(maps + "/" + name + ".png", PngBytes.grey(8, new int[] {0, 1}));
        }
    }

    private static List<String> train(Dataset<TrueObjects> data) {
        return data.train().stream().map(Sample::id).toList();
    }

    private static List<String> test(Dataset<TrueObjects> data) {
        return data.test().stream().map(Sample::id).toList();
    }

    @Test
    void twoFoldersAreTheSplits() throws IOException {
        pairs("train", "trainannot", "a", "b");
        pairs("test", "testannot", "c");
        Dataset<TrueObjects> data =
                files.load("images: train, maps: trainannot, test_images: test, test_maps: testannot" + CLASSES);
        assertThat(train(data)).containsExactly("train/a.png", "train/b.png");
        assertThat(test(data)).containsExactly("test/c.png");
        assertThat(data.remarks()).hasSize(2);
    }

    @Test
    void mapsMayLieBesideTheirPictures() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            files.picture("all/" + name + ".png", 2, 1)
                    .file("all/" + name + "_L.png", PngBytes.grey(8, new int[] {0, 1}));
        }
        Dataset<TrueObjects> data = files.load("images: all, maps: all, map_suffix: _L, test_every: 3" + CLASSES);
        assertThat(train(data)).containsExactly("all/a.png", "all/b.png");
        assertThat(test(data)).containsExactly("all/c.png");
        assertThat(data.remarks()).hasSize(2);
    }

    @Test
    void listsAreTheSplits() throws IOException {
        pairs("i", "m", "a", "b", "c", "d", "e");
        files.text("one.txt", "c\r\n\r\n")
                .text("two.txt", "/data/set/i/a.png\n")
                .text("test.txt", "b.png\n");
        String lists = "images: i, maps: m, train_lists: [one.txt, two.txt], test_list: test.txt";
        Dataset<TrueObjects> data = files.load(lists + CLASSES);
        assertThat(train(data)).containsExactly("i/c.png", "i/a.png");
        assertThat(test(data)).containsExactly("i/b.png");
        assertThat(data.remarks())
                .contains(
                        "not used by any split: 2 pictures (i/d.png, ...)",
                        "of no picture of a split: 2 maps (m/d.png, ...)");
        assertThat(train(files.load("images: i, maps: m, test_list: test.txt" + CLASSES)))
                .containsExactly("i/a.png", "i/c.png", "i/d.png", "i/e.png");
        files.delete("m/d.png");
        assertThat(files.errors(lists + CLASSES)).as("nobody asked for it").isEmpty();
        files.text("test.txt", "a\nb b.png\nz\nc\nb\nb\n");
        assertThat(files.errors(lists + CLASSES))
                .containsExactly(
                        "test.txt:1: picture 'a' is already named at two.txt:1; remove one line: splits must not share pictures",
                        "test.txt:2: expected one picture's name, got 'b b.png'; remove the others",
                        "test.txt:3: there is no picture 'z' in the folder of pictures; add it, or remove the line",
                        "test.txt:4: picture 'c' is already named at one.txt:1; remove one line: splits must not share pictures",
                        "test.txt:6: picture 'b' is already named at test.txt:5; remove one line");
        files.delete("test.txt");
        files.text("two.txt", "\n");
        assertThat(files.errors(lists + CLASSES))
                .containsExactly(
                        "two.txt: the list is empty; expected one picture's name a line",
                        "test.txt: no such file in %s; data.train_lists and data.test_list must name lists of pictures"
                                .formatted(root));
    }

    @Test
    void groupsStayWhole() throws IOException {
        for (int tile = 1; tile <= 3; tile++) {
            pairs("Tile %d/images".formatted(tile), "Tile %d/masks".formatted(tile), "a", "b");
        }
        files.text("readme/notes.txt", "no tile");
        Dataset<TrueObjects> data =
                files.load("images: \"*/images\", maps: \"*/masks\", test_groups: [Tile 2]" + CLASSES);
        assertThat(train(data))
                .containsExactly(
                        "Tile 1/images/a.png", "Tile 1/images/b.png", "Tile 3/images/a.png", "Tile 3/images/b.png");
        assertThat(test(data)).containsExactly("Tile 2/images/a.png", "Tile 2/images/b.png");
        Dataset<TrueObjects> every =
                files.load("images: \"Tile */images\", maps: \"Tile */masks\", test_every: 3" + CLASSES);
        assertThat(test(every)).containsExactly("Tile 3/images/a.png", "Tile 3/images/b.png");
        assertThat(files.errors(
                        "images: \"Tile */images\", maps: \"Tile */masks\", test_groups: [4, 1, 2, 3]" + CLASSES))
                .containsExactly(
                        "data.test_groups: there is no group '4'; in the folders like Tile */images the * stands for 1, 2, 3");
        assertThat(files.errors(
                        "images: \"*/images\", maps: \"*/masks\", test_groups: [Tile 1, Tile 2, Tile 3]" + CLASSES))
                .containsExactly(
                        "data.test_groups: there are no pictures left to train on; add some, or test on fewer");
    }

    @Test
    void foldersThatAreNotThereAreTold() throws IOException {
        pairs("images", "labels", "a", "b");
        assertThat(files.errors("images: pictures, maps: labels, test_every: 2" + CLASSES))
                .containsExactly(
                        "data.images: no folder pictures in %s, which has images, labels; correct one of them, or set data.root"
                                .formatted(root));
        assertThat(files.errors("images: images, maps: ../masks, test_every: 2" + CLASSES))
                .containsExactly("data.maps: ../masks leads out of %s; name a folder in it".formatted(root));
        assertThat(files.errors("images: \"*/images\", maps: \"*/masks\", test_every: 2" + CLASSES))
                .containsExactly(
                        "data.images: no folder of %s is like */images, which has images, labels; correct one of them, or set data.root"
                                .formatted(root));
    }

    @Test
    void picturesOfOneNameAndFoldersInsideAreTold() throws IOException {
        pairs("i", "m", "a", "b");
        files.picture("i/a.bmp.png", 2, 1).picture("i/A.png", 2, 1).picture("i/inside/c.png", 2, 1);
        files.file("m/a.bmp.png", PngBytes.grey(8, new int[] {0, 1}));
        files.file("m/A.png", PngBytes.grey(8, new int[] {0, 1}));
        var report = files.lint("images: i, maps: m, test_every: 2" + CLASSES);
        assertThat(report.errors())
                .containsExactly(
                        "i/a.png: has the name of A.png but for capitals or what it ends in, so that both would have one map; remove or rename one");
        assertThat(report.warnings())
                .containsExactly("i/inside: has pictures (c.png), which are not read; name them as data.images: i/*");
    }

    @Test
    void aFolderInVocLayoutIsReadByItsLists() throws IOException {
        files.picture("JPEGImages/2007_000032.png", 3, 1).picture("JPEGImages/2007_000033.png", 3, 1);
        files.picture("JPEGImages/2007_000027.png", 3, 1);
        int[] palette = new int[256];
        palette[1] = 0x800000;
        palette[20] = 0x0040C0;
        palette[255] = 0xE0E0C0;
        files.file("SegmentationClass/2007_000032.png", PngBytes.indexed(8, palette, new int[] {0, 1, 255}));
        files.file("SegmentationClass/2007_000033.png", PngBytes.indexed(8, palette, new int[] {20, 1, 255}));
        files.text("ImageSets/Segmentation/train.txt", "2007_000032\n");
        files.text("ImageSets/Segmentation/val.txt", "2007_000033\n");
        var settings = new VocSegmentationSettings(Optional.empty(), Optional.empty(), List.of("train"), "val", 64, 64);
        Dataset<TrueObjects> data = files.lint(settings).data().orElseThrow();
        assertThat(data.classes())
                .hasSize(21)
                .startsWith("background", "aeroplane")
                .endsWith("tvmonitor");
        assertThat(train(data)).containsExactly("JPEGImages/2007_000032.png");
        assertThat(data.train().getFirst().truth().labels().orElseThrow().labels())
                .containsExactly(0, 1, 255);
        assertThat(data.test().getFirst().truth().labels().orElseThrow().labels())
                .containsExactly(20, 1, 255);
        assertThat(data.remarks()).contains("not used by any split: 1 picture (JPEGImages/2007_000027.png)");
        var own = new VocSegmentationSettings(
                Optional.empty(), Optional.of(List.of("ground", "plane")), List.of("train"), "test", 64, 64);
        assertThat(files.lint(own).errors())
                .containsExactly(
                        "ImageSets/Segmentation/test.txt: no such file in %s; data.train_split and data.test_split must name lists of pictures"
                                .formatted(root));
        assertThat(files.lint(new VocSegmentationSettings(
                                Optional.empty(),
                                Optional.of(List.of("ground", "plane")),
                                List.of("train"),
                                "val",
                                64,
                                64))
                        .errors())
                .containsExactly(
                        "data.classes: 16.7 % of all pixels, in 1 of 2 maps, have values of no class: 20 16.7 %, the first in SegmentationClass/2007_000033.png; there are 2 classes, 0 to 1, and 255 is ignored; name more classes, correct the maps, or leave these pixels out by data.unknown: ignore");
    }

    @Test
    void keysThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> MapFiles.settings(
                        "images: i, maps: \"*/m\", test_groups: [a], test_every: 2, train_lists: [t], classes: [{name: a},"
                                + " {name: a}, {name: b, colour: red}], ignored: [c], crop: {side: 16, step: 17}"))
                .isInstanceOf(YamlException.class)
                .hasMessageContaining("step must be <= side (16), or pixels would be left out, got 17");
        assertThatThrownBy(() -> MapFiles.settings(
                        "images: i, maps: \"*/m\", test_groups: [a], test_every: 2, train_lists: [t], classes: [{name: a},"
                                + " {name: a}, {name: b, colour: red}], ignored: [c]"))
                .message()
                .contains(
                        "classes must all have a colour, or none of them, got 1 of 3",
                        "classes must have colours such as \"#6EC1E4\", in quotes, got 'red'",
                        "ignored must be names among the classes, got c",
                        "one of test_images, test_list, test_every and test_groups says what is tested on, got 2 of them",
                        "train_lists belong to a test_list, got [t]",
                        "images and maps must have the * for their groups once in both, or in neither, got i and */m",
                        "test_groups belong to images with a * in place of the groups' names, got i");
        assertThatThrownBy(() -> MapFiles.settings("images: i, maps: i, test_every: 2, test_maps: m"))
                .message()
                .contains(
                        "one of classes and class_file says which classes there are, got neither",
                        "map_suffix must tell maps from pictures where both are in one folder, got nothing",
                        "test_maps and test_images belong together, got test_maps alone");
        assertThatThrownBy(
                        () -> MapFiles.settings("images: i, maps: m, test_every: 2, classes: [{name: a}, {name: a}]"))
                .message()
                .contains(
                        "classes must not repeat a name, got [a, a]",
                        "classes must be 2 to 255 that are not ignored, got 1");
    }
}
