package dev.roilab.data.labels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSummary;
import dev.roilab.data.Dataset;
import dev.roilab.data.LintReport;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.data.voc.VocFiles;
import dev.roilab.testing.PngBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelMapFolderTest {
    private static final String FOLDERS = "images: i, maps: m, test_every: 2";
    private static final String INDEXED = FOLDERS + ", classes: [{name: ground}, {name: road}, {name: car}]";
    private static final String COLOURED = FOLDERS
            + ", classes: [{name: road, colour: \"#6EC1E4\"}, {name: none, colour: \"#9B9B9B\"}, {name: house, colour:"
            + " \"#3c1098\"}, {name: road, colour: \"#000001\"}], ignored: [none]";
    private static final int[] PALETTE = {0, 0x800000, 0x008000, 0x808000};
    private static final int ROAD = 0x6EC1E4;
    private static final int NONE = 0x9B9B9B;
    private static final int HOUSE = 0x3C1098;

    @TempDir
    private Path root;

    private MapFiles files = new MapFiles(Path.of(""));

    @BeforeEach
    void twoPictures() throws IOException {
        files = new MapFiles(root).picture("i/a.png", 3, 2).picture("i/b.png", 3, 2);
    }

    private void maps(byte[] first, byte[] second) throws IOException {
        files.file("m/a.png", first).file("m/b.png", second);
    }

    private static byte[] grey(int... six) {
        return PngBytes.grey(8, new int[] {six[0], six[1], six[2]}, new int[] {six[3], six[4], six[5]});
    }

    private static byte[] coloured(int... six) {
        return PngBytes.colours(new int[] {six[0], six[1], six[2]}, new int[] {six[3], six[4], six[5]});
    }

    private static LabelMap map(Sample<TrueObjects> sample) {
        return sample.truth().labels().orElseThrow();
    }

    private static byte[] labels(Sample<TrueObjects> sample) {
        return map(sample).labels();
    }

    @Test
    void indicesOfAPaletteAndGreyValuesAreLabels() throws IOException {
        maps(PngBytes.indexed(2, PALETTE, new int[] {0, 1, 2}, new int[] {2, 1, 0}), grey(2, 0, 255, 1, 1, 2));
        Dataset<TrueObjects> data = files.load(INDEXED);
        assertThat(data.classes()).containsExactly("ground", "road", "car");
        assertThat(data.train()).extracting(Sample::id).containsExactly("i/a.png");
        assertThat(data.test()).extracting(Sample::id).containsExactly("i/b.png");
        assertThat(labels(data.train().getFirst())).containsExactly(0, 1, 2, 2, 1, 0);
        assertThat(labels(data.test().getFirst())).containsExactly(2, 0, 255, 1, 1, 2);
        assertThat(map(data.test().getFirst()).width()).isEqualTo(3);
        assertThat(data.train().getFirst().truth().objects()).isEmpty();
        assertThat(data.train().getFirst().read().rgb()).startsWith(0, 0, 1, 1, 0, 1);
        assertThat(data.warnings()).isEmpty();
        assertThat(DataSummary.of(data))
                .containsExactly(
                        "train: 1 picture with the class of each pixel",
                        "test: 1 picture with the class of each pixel",
                        "files: PNG 2; 3 x 2 pixels",
                        "train maps: ground 33.3 %, road 33.3 %, car 33.3 %; ignored 0.0 %",
                        "test maps: ground 16.7 %, road 33.3 %, car 33.3 %; ignored 16.7 %");
    }

    @Test
    void coloursAreLabelsWhereTheClassesHaveThem() throws IOException {
        maps(
                coloured(ROAD, NONE, HOUSE, 1, HOUSE, ROAD),
                PngBytes.indexed(2, new int[] {HOUSE, ROAD, NONE}, new int[] {0, 1, 2}, new int[] {1, 1, 0}));
        Dataset<TrueObjects> data = files.load(COLOURED);
        assertThat(data.classes()).containsExactly("road", "house");
        assertThat(labels(data.train().getFirst())).containsExactly(0, 255, 1, 0, 1, 0);
        assertThat(labels(data.test().getFirst())).containsExactly(1, 0, 255, 0, 0, 1);
    }

    @Test
    void greyLevelsAreColoursToo() throws IOException {
        maps(grey(0, 255, 0, 0, 255, 255), PngBytes.grey(1, new int[] {0, 1, 1}, new int[] {1, 0, 0}));
        String binary =
                FOLDERS + ", classes: [{name: ground, colour: \"#000000\"}, {name: nucleus, colour: \"#FFFFFF\"}]";
        Dataset<TrueObjects> data = files.load(binary);
        assertThat(labels(data.train().getFirst())).containsExactly(0, 1, 0, 0, 1, 1);
        assertThat(labels(data.test().getFirst())).containsExactly(0, 1, 1, 1, 0, 0);
        maps(grey(0, 255, 0, 0, 255, 255), grey(0, 255, 0, 0, 255, 255));
        assertThat(files.errors(FOLDERS + ", classes: [{name: ground}, {name: nucleus}]"))
                .containsExactly(
                        "data.classes: the maps hold 0 and 255 alone, and 255 is ignored, so that one class is left; if 255 is a class, give colours: [{name: background, colour: \"#000000\"}, {name: object, colour: \"#FFFFFF\"}]");
    }

    @Test
    void picturesMapsAndClassesMakeTheFingerprint() throws IOException {
        maps(grey(0, 1, 2, 0, 1, 2), grey(0, 1, 2, 0, 1, 2));
        String before = files.load(INDEXED).fingerprint();
        assertThat(files.load(INDEXED).fingerprint()).isEqualTo(before);
        files.file("m/b.png", grey(0, 1, 2, 0, 1, 1));
        String other = files.load(INDEXED).fingerprint();
        assertThat(other).isNotEqualTo(before);
        files.picture("i/b.png", 3, 2);
        assertThat(files.load(INDEXED).fingerprint()).isNotEqualTo(before).isNotEqualTo(other);
        maps(grey(0, 1, 2, 0, 1, 2), grey(0, 1, 2, 0, 1, 2));
        files.picture("i/a.png", 3, 2);
        String now = files.load(INDEXED).fingerprint();
        assertThat(files.load(INDEXED + ", ignored: [car]").fingerprint()).isNotEqualTo(now);
        assertThat(files.load(INDEXED + ", crop: {side: 16}").fingerprint()).isNotEqualTo(now);
    }

    @Test
    void indicesOfNoClassAreErrorsOrIgnored() throws IOException {
        maps(grey(0, 1, 2, 3, 3, 7), grey(0, 1, 2, 0, 1, 2));
        String line = "data.classes: 25.0 % of all pixels, in 1 of 2 maps, have values of no class: 3 16.7 %, 7 8.3 %,"
                + " the first in m/a.png; there are 3 classes, 0 to 2, and 255 is ignored; ";
        assertThat(files.errors(INDEXED))
                .containsExactly(line
                        + "name more classes, correct the maps, or leave these pixels out by data.unknown: ignore");
        Dataset<TrueObjects> data = files.load(INDEXED + ", unknown: ignore");
        assertThat(data.warnings()).containsExactly(line + "they are ignored");
        assertThat(labels(data.train().getFirst())).containsExactly(0, 1, 2, 255, 255, 255);
    }

    @Test
    void coloursOfNoClassAreToldWithTheClassesThatNeverOccur() throws IOException {
        maps(coloured(ROAD, 0xD0021B, 0xD0021B, 0xD0021B, 0x123456, ROAD), coloured(ROAD, ROAD, ROAD, 0xD0021B, 0, 0));
        assertThat(files.errors(COLOURED))
                .containsExactly(
                        "data.classes: 58.3 % of all pixels, in 2 of 2 maps, have colours of no class: #D0021B 33.3 %, #000000 16.7 %, #123456 8.3 %, the first in m/a.png; of the classes, none #9B9B9B, house #3C1098, road #000001 are in no map: data.classes is of maps with other colours; correct the colours of the classes (data.classes: [{name: Road, colour: \"#6EC1E4\"}, ...]), or leave these pixels out by data.unknown: ignore");
    }

    @Test
    void classesOfAFileAreRead() throws IOException {
        maps(coloured(ROAD, NONE, HOUSE, ROAD, HOUSE, ROAD), coloured(ROAD, NONE, HOUSE, ROAD, HOUSE, ROAD));
        files.text(
                "classes.json",
                "{\"classes\": [{\"title\": \"Road\", \"color\": \"#6EC1E4\"}, {\"name\": \"House\", \"colour\": \"#3c1098\"}, {\"title\": \"Unlabeled\", \"color\": \"#9B9B9B\"}], \"tags\": []}");
        files.text("colours.txt", "110 193 228\tRoad\n60 16 152\t\tHouse\n\n155 155 155 Unlabeled\n");
        files.text("class_dict.csv", "name,r,g,b\nRoad,110,193,228\nHouse, 60, 16, 152\n\"Unlabeled\",155,155,155\n");
        for (String file : List.of("classes.json", "colours.txt", "class_dict.csv")) {
            Dataset<TrueObjects> data = files.load(FOLDERS + ", class_file: " + file + ", ignored: [Unlabeled]");
            assertThat(data.classes()).as(file).containsExactly("Road", "House");
            assertThat(labels(data.train().getFirst())).as(file).containsExactly(0, 255, 1, 0, 1, 0);
        }
    }

    @Test
    void aFileOfClassesThatCannotBeUsedIsTold() throws IOException {
        maps(coloured(ROAD, NONE, HOUSE, ROAD, HOUSE, ROAD), coloured(ROAD, NONE, HOUSE, ROAD, HOUSE, ROAD));
        String form =
                "; expected JSON with {\"classes\": [{\"name\": \"Road\", \"color\": \"#6EC1E4\"}, ...]} or, in each line, 'r g b name' or 'name,r,g,b'";
        files.text("one.txt", "110 193 228 Road\n60 16 352 House\n");
        assertThat(files.errors(FOLDERS + ", class_file: one.txt"))
                .containsExactly("one.txt:2: no class with a colour of 0 to 255 a channel: '60 16 352 House'" + form);
        files.text("two.json", "{\"classes\": [{\"title\": \"Road\"}]}");
        assertThat(files.errors(FOLDERS + ", class_file: two.json"))
                .containsExactly("two.json: class 1 has no name or no colour" + form);
        files.text("three.txt", "110 193 228 Road\n110 193 228 House\n");
        assertThat(files.errors(FOLDERS + ", class_file: three.txt, ignored: [Sky]"))
                .containsExactly(
                        "three.txt: classes must not repeat a colour, got [#6EC1E4, #6EC1E4]; correct the file, or name the classes in data.classes",
                        "ignored must be names among the classes, got Sky; correct the file, or name the classes in data.classes");
        assertThat(files.errors(FOLDERS + ", class_file: four.txt"))
                .containsExactly("data.class_file: there is no file four.txt in %s; correct it".formatted(root));
    }

    @Test
    void mapsThatAreMissingAreToldWithWhatMayBeMeant() throws IOException {
        files.file("m/a_L.png", grey(0, 1, 2, 0, 1, 2)).file("m/B.png", grey(0, 1, 2, 0, 1, 2));
        files.picture("i/c.png", 3, 2);
        assertThat(files.errors(INDEXED))
                .containsExactly(
                        "i/a.png: there is no map m/a.png, but there is a_L.png: set data.map_suffix to '_L' if that is meant; add it, or leave the picture out",
                        "i/c.png: there is no map m/c.png; add it, or leave the picture out",
                        "i/b.png: there is no map m/b.png, but there is B.png: rename one of the two; add it, or leave the picture out");
        files.file("m/b_L.png", grey(0, 1, 2, 0, 1, 2)).file("m/c_L.png", grey(0, 1, 2, 0, 1, 2));
        files.file("m/d_L.png", grey(0, 1, 2, 0, 1, 2));
        Dataset<TrueObjects> data = files.load(INDEXED + ", map_suffix: _L");
        assertThat(data.train()).hasSize(2);
        assertThat(data.remarks()).contains("of no picture of a split: 1 map (m/d_L.png)");
    }

    @Test
    void mapsOfAnotherFormAreErrorsAllAtOnce() throws IOException {
        files.picture("i/c.png", 3, 2)
                .picture("i/d.png", 3, 2)
                .picture("i/e.png", 3, 2)
                .picture("i/f.png", 3, 2);
        maps(PngBytes.grey(8, new int[] {0, 1, 2}), coloured(ROAD, ROAD, ROAD, ROAD, ROAD, ROAD));
        files.file("m/c.jpg", VocFiles.encoded(VocFiles.picture(3, 2), "jpg"));
        files.file("m/d.png", coloured(0, 0x010101, 0, 0, 0, 0));
        byte[] changed = grey(0, 1, 2, 0, 1, 2);
        changed[changed.length - 14] ^= 1;
        files.file("m/e.png", changed);
        files.text("m/f.png", "version https://git-lfs.github.com/spec/v1");
        assertThat(files.errors(INDEXED))
                .containsExactly(
                        "m/a.png: is 3 x 1 pixels, and its picture i/a.png 3 x 2; make them of one size, maps without mixing values (nearest neighbour)",
                        "m/c.jpg: is a JPEG file, expected PNG; JPEG mixes the values of neighbouring pixels, so that borders of classes are no class or another one: make the maps again from where they come from",
                        "m/e.png: unreadable map: damaged: the checksum of its IDAT chunk does not fit; fetch it again",
                        "m/b.png: has colours (RGB), expected in each pixel the index of its class, in a grey or palette PNG; say which colour each class has (data.classes: [{name: Road, colour: \"#6EC1E4\"}, ...] or data.class_file), or convert the maps",
                        "m/d.png: has colours (RGB), expected in each pixel the index of its class, in a grey or palette PNG; its three channels are equal: save one of them as grey",
                        "m/f.png: unreadable map: it is a Git LFS pointer, not the file; fetch it with `git lfs pull`");
    }

    @Test
    void picturesAreCheckedAsThoseOfOtherFormats() throws IOException {
        maps(grey(0, 1, 2, 0, 1, 2), grey(0, 1, 2, 0, 1, 2));
        files.text("i/b.png", "none");
        assertThat(files.errors(INDEXED))
                .containsExactly(
                        "i/b.png: unreadable image: it is text that begins with 'none'; expected JPEG, PNG, WebP, BMP, TIFF or GIF");
    }

    @Test
    void mapsWithoutAClassAreLeftOut() throws IOException {
        files.picture("i/c.png", 3, 2);
        maps(grey(255, 255, 255, 255, 255, 255), grey(0, 1, 0, 1, 0, 1));
        files.file("m/c.png", grey(0, 1, 1, 0, 1, 1));
        LintReport report = files.lint(INDEXED);
        assertThat(report.warnings())
                .containsExactly(
                        "m/a.png: all its pixels are ignored; the picture is left out",
                        "data.classes: no training map has a pixel of class 'car'; it cannot be learned",
                        "data.classes: no test map has a pixel of class 'car'; nothing is measured of it");
        assertThat(report.data().orElseThrow().train()).extracting(Sample::id).containsExactly("i/c.png");
        files.file("m/c.png", grey(255, 255, 255, 255, 255, 255));
        assertThat(files.errors(INDEXED))
                .containsExactly(
                        "data.classes: no training map has a pixel of a class, all are ignored; correct the classes, data.ignored or the maps");
    }

    @Test
    void whatLetsThroughIsTold() throws IOException {
        byte[] map = PngBytes.transparent(
                new int[] {0xFF << 24 | ROAD, ROAD, 0xFF << 24 | HOUSE}, new int[] {HOUSE, HOUSE, HOUSE});
        maps(map, map);
        Dataset<TrueObjects> data = files.load(COLOURED);
        assertThat(labels(data.train().getFirst())).containsExactly(0, 0, 1, 1, 1, 1);
        assertThat(data.warnings())
                .containsExactly(
                        "m/a.png: some of its pixels are to let something through (alpha); that is passed over, the colours are read (and 1 more like it)");
    }
}
