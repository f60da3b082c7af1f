package dev.roilab.data.coco;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSettings.OnBadBox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotations that say two things of one object. */
class ContradictionsTest {
    private final CocoFiles files;

    ContradictionsTest(@TempDir Path folder) throws IOException {
        files = new CocoFiles(folder);
    }

    private static final String BOX = "\"bbox\": [10, 20, 40, 30]";
    private static final String SQUARE = BOX + ", \"segmentation\": [[10, 20, 50, 20, 50, 50, 10, 50]]";

    private static final String TWIN = "has the class and the place of annotation";

    /** Without a word of the objects of one box, of which the others here are. */
    private List<String> of(String... objects) throws IOException {
        return all(objects).stream().filter(line -> !line.contains(TWIN)).toList();
    }

    private List<String> all(String... objects) throws IOException {
        for (int i = 0; i < objects.length; i++) {
            files.object(i + 1, 1, objects[i]);
        }
        files.object(100, 2, BOX);
        return files.warnings();
    }

    /** The box covers 1200, with its ends included 41 x 31. */
    @Test
    void areasAreThoseOfTheirBoxesOrSmaller() throws IOException {
        assertThat(of(
                        BOX + ", \"area\": 1200",
                        BOX + ", \"area\": 1271",
                        BOX + ", \"area\": 13",
                        BOX + ", \"area\": null",
                        BOX + ", \"area\": 1272",
                        BOX + ", \"area\": 1e7",
                        BOX + ", \"area\": 11",
                        BOX + ", \"area\": 1e7"))
                .containsExactly(
                        "all.json:6: annotation 5: its area is 1272.0, but its bbox [10.0, 20.0, 40.0, 30.0] covers"
                                + " 1200.0; sizes are told by area: correct it, or leave it out for that of the bbox"
                                + " (and 2 more like it)",
                        "all.json:8: annotation 7: its area is 11.0, but its bbox [10.0, 20.0, 40.0, 30.0] covers"
                                + " 1200.0; sizes are told by area: correct it, or leave it out for that of the bbox");
    }

    @Test
    void areasAreThoseOfTheirSegmentations() throws IOException {
        String runs = ", \"segmentation\": {\"size\": [80, 100], \"counts\": [0, 8000]}";
        // Two triangles that meet at 30, 35 and turn against each other: by corners alone 0, as a mask half of the box.
        String bow = BOX + ", \"segmentation\": [[10, 20, 50, 20, 10, 50, 50, 50]]";
        assertThat(of(
                        SQUARE + ", \"area\": 1200",
                        SQUARE + ", \"area\": 1000",
                        bow + ", \"area\": 600",
                        "\"bbox\": [0, 0, 100, 80], \"area\": 8000" + runs,
                        SQUARE + ", \"area\": 900",
                        "\"bbox\": [0, 0, 100, 80], \"area\": 900" + runs))
                .containsExactly(
                        "all.json:6: annotation 5: its area is 900.0, but its segmentation covers 1200.0; sizes"
                                + " are told by area: correct it, or leave it out for that of the segmentation (and 1 more like it)");
    }

    @Test
    void segmentationsLieInTheirBoxes() throws IOException {
        assertThat(of(
                        SQUARE,
                        BOX + ", \"segmentation\": [[11, 21, 49, 21, 49, 49, 11, 49]]",
                        "\"bbox\": [10, 20, 1, 1], \"segmentation\": [[10, 20, 12, 20, 12, 22, 10, 22]]",
                        BOX + ", \"segmentation\": [[1, 1, 5, 1, 5, 5, 1, 5]]",
                        BOX + ", \"segmentation\": {\"size\": [80, 100], \"counts\": [0, 8000]}"))
                .containsExactly("all.json:5: annotation 4: its segmentation lies in [1.0, 1.0, 4.0, 4.0], but its bbox"
                        + " is [10.0, 20.0, 40.0, 30.0], an IoU of 0.00; one of them is not this object's: correct it (and 1"
                        + " more like it)");
    }

    @Test
    void marksThatAreNotReadAreTold() throws IOException {
        assertThat(of(
                        BOX + ", \"ignore\": 0",
                        BOX + ", \"ignore\": false",
                        BOX + ", \"ignore\": 1",
                        BOX + ", \"ignore\": true"))
                .containsExactly("all.json:4: annotation 3: is marked \"ignore\", which is not read; it is taken as any"
                        + " other, \"iscrowd\" would let it absorb detections (and 1 more like it)");
    }

    /** Two points of the first, one of the second and none of the third are labelled. */
    @Test
    void asManyKeyPointsAreLabelledAsTheFileSays() throws IOException {
        files.keyPoints("[\"nose\", \"tail\"]");
        String two = BOX + ", \"keypoints\": [11, 21, 2, 12, 22, 1]";
        String other = "\"bbox\": [60, 20, 30, 30], \"keypoints\": [61, 21, 1, 0, 0, 0]";
        String none = "\"bbox\": [1, 1, 5, 5]";
        assertThat(of(
                        two + ", \"num_keypoints\": 2",
                        other + ", \"num_keypoints\": null",
                        none + ", \"num_keypoints\": 0",
                        "\"bbox\": [2, 2, 30, 30], \"keypoints\": [11, 21, 2, 12, 22, 1], \"num_keypoints\": 1",
                        "\"bbox\": [50, 40, 30, 30], \"num_keypoints\": 17"))
                .containsExactly(
                        "all.json:5: annotation 4 of 1.png: its num_keypoints is 1, but 2 of its 2 key points are"
                                + " labelled (visibility 1 or 2); the points are read, num_keypoints is not: correct the one that"
                                + " is wrong (and 1 more like it)");
        files.object(101, 2, "\"bbox\": [3, 2, 30, 31], \"num_keypoints\": \"2\"");
        assertThat(files.errors(files.json()))
                .containsExactly(
                        "all.json:8: annotation 101 has the num_keypoints \"2\", expected a number; correct it, or"
                                + " leave it out");
    }

    /**
     * Other masks in one box are other objects, as of two that fill the picture; a mask that is nearly the same is not.
     */
    @Test
    void objectsThatAreAnnotatedTwiceAreTold() throws IOException {
        String half = BOX + ", \"segmentation\": [[10, 20, 50, 20, 10, 50]]";
        String moved = "\"bbox\": [11, 20, 40, 30], \"segmentation\": [[11, 20, 51, 20, 51, 50, 11, 50]]";
        assertThat(all(SQUARE, half, SQUARE, BOX, BOX + ", \"iscrowd\": 1", moved, moved + ", \"iscrowd\": 1"))
                .filteredOn(line -> line.contains("both are kept"))
                .containsExactly(
                        "all.json:4: annotation 3 of 1.png: has the class and the place of annotation 1 at"
                                + " all.json:2, [10.0, 20.0, 40.0, 30.0]; both are kept, remove one (and 1 more like it)",
                        "all.json:7: annotation 6 of 1.png: has the class and nearly the place of annotation 1 at all.json:2,"
                                + " [10.0, 20.0, 40.0, 30.0], an IoU of 0.95; both are kept, remove one if they are one object"
                                + " (and 1 more like it)");
    }

    @Test
    void onePlaceHasOneClass() throws IOException {
        files.category(8, "dog");
        files.object(50, 1, 8, SQUARE);
        String near = "\"bbox\": [10, 20, 39, 30], \"segmentation\": [[10, 20, 50, 20, 50, 50, 10, 50]]";
        assertThat(all(BOX, "\"bbox\": [10, 20, 40, 31]", near))
                .filteredOn(line -> line.contains("but the class"))
                .containsExactly(
                        "all.json:3: annotation 1 of 1.png: has the place of annotation 50 at all.json:2, [10.0,"
                                + " 20.0, 40.0, 30.0], but the class cat where that is dog; both are kept, remove the one that is wrong"
                                + " (and 1 more like it)");
    }

    @Test
    void annotationsWithAScoreAreTold() throws IOException {
        assertThat(of(BOX + ", \"score\": 0.5", "\"bbox\": [1, 1, 8, 8]"))
                .containsExactly(
                        "all.json:2: annotation 1: has a score, as detections have and objects that somebody marked"
                                + " have not; it is taken as any other: look where the file comes from");
    }

    @Test
    void classesOfNearlyOneNameAreTold() throws IOException {
        files.category(8, " Cat").category(9, "cats");
        assertThat(of(BOX, "\"bbox\": [1, 1, 8, 8]"))
                .anyMatch(line -> line.endsWith(
                        "category 8 ( Cat): differs from category 7 (cat) in blanks or capitals alone, and is a class of its own;"
                                + " make one of both if they are one"));
    }

    /** Left of the picture's right half and above its lower one, in one file of boxes for pictures of half the size. */
    @Test
    void boxesOfSmallerPicturesAreTold() throws IOException {
        for (int id = 3; id <= 12; id++) {
            files.picture(id);
        }
        for (int object = 1; object <= 24; object++) {
            files.object(object, 1 + object / 2 % 12, "\"bbox\": [%d, %d, 20, 15]".formatted(object, object));
        }
        String hint =
                "none of 24 objects reaches beyond 44 % of its picture's width and 49 % of its height; were the boxes"
                        + " drawn on pictures of another size?";
        assertThat(files.warnings()).contains(hint);
        files.object(25, 2, "\"bbox\": [40, 50, 20, 15]");
        assertThat(files.warnings()).noneMatch(line -> line.contains("of another size"));
    }

    /** Centre, width and height of boxes near the border. */
    @Test
    void manyRepairsHaveACause() throws IOException {
        for (int object = 1; object <= 5; object++) {
            files.object(object, 1, "\"bbox\": [%d, 70, 20, 15]".formatted(object));
        }
        files.object(6, 2, BOX);
        String cause =
                "5 of 6 boxes were cut to their pictures or left out, more than slips of the hand are; look at the"
                        + " order and the unit of their numbers";
        assertThat(files.lint(files.json(), OnBadBox.CLIP).warnings()).contains(cause);
        assertThat(files.errors(files.json())).hasSize(5);
    }

    /** One polygon, not a list of them: a mistake, not one for each number. */
    @Test
    void aFlatPolygonIsOneMistake() throws IOException {
        files.object(1, 1, "\"segmentation\": [10, 20, 50, 20, 50, 50]").object(2, 2, BOX);
        assertThat(files.errors(files.json()))
                .containsExactly(
                        "all.json:2: annotation 1 has a segmentation that cannot be: it is a list of numbers,"
                                + " expected one of polygons, [[x1, y1, x2, y2, ...]]; correct it, or leave the segmentation out");
    }

    @Test
    void boxesInSharesOfThePictureAreErrors() throws IOException {
        files.object(1, 1, "\"bbox\": [0.1, 0.1, 0.3, 0.4]")
                .object(2, 1, "\"bbox\": [0.5, 0, 0.5, 1]")
                .object(3, 1, BOX)
                .object(4, 2, "\"segmentation\": [[0.1, 0.1, 0.5, 0.1, 0.5, 0.5]]");
        assertThat(files.lint(files.json(), OnBadBox.CLIP).errors())
                .containsExactly(
                        "all.json:2: annotation 1: bbox [0.1, 0.1, 0.3, 0.4]; 2 of 3 boxes of this picture lie within 0..1,"
                                + " which looks like shares of its width and height; expected pixels: multiply x by 100 and"
                                + " y by 80",
                        "all.json:5: annotation 4: segmentation within 0.1,0.1..0.5,0.5; 1 of 1 box of this picture lies"
                                + " within 0..1, which looks like shares of its width and height; expected pixels: multiply"
                                + " x by 100 and y by 80");
    }

    @Test
    void boxesBelowAPixelAreTold() throws IOException {
        assertThat(of("\"bbox\": [3, 4, 0.9, 8]", "\"bbox\": [0, 0, 1, 1]", "\"bbox\": [3, 4, 8, 0.25]"))
                .containsExactly(
                        "all.json:2: annotation 1: its bbox [3.0, 4.0, 0.9, 8.0] is less than a pixel across; no"
                                + " system can find it: write pixels, or remove it (and 1 more like it)");
    }

    /** The border of a box 40 wide is 4, of one 30 high 3; where a point is hidden it may be anywhere. */
    @Test
    void pointsThatAreSeenLieInTheirBox() throws IOException {
        files.keyPoints("[\"nose\", \"tail\"]");
        assertThat(of(
                        BOX + ", \"keypoints\": [54, 53, 2, 90, 70, 1]",
                        "\"bbox\": [10, 20, 40, 20], \"keypoints\": [20, 30, 2, 55, 30, 2]",
                        "\"bbox\": [10, 20, 20, 20], \"keypoints\": [20, 17, 2, 0, 0, 0]"))
                .containsExactly(
                        "all.json:3: annotation 2 of 1.png: its key point tail at 55.00, 30.00 is visible, but lies"
                                + " outside its bbox [10.0, 20.0, 40.0, 20.0]; one of them is not this object's: correct it (and 1"
                                + " more like it)");
    }

    @Test
    void boxesThatNothingTellsFromCornersAreDoubted() throws IOException {
        String[] boxes = new String[10];
        for (int i = 0; i < boxes.length; i++) {
            boxes[i] = "%d, %d, %d, %d".formatted(i, 3 * i, 40 + i, 40 + i);
        }
        String doubt =
                "all.json: each of the 10 boxes would fit its picture as left, top, right, bottom too, and no area or"
                        + " segmentation tells; they are read as left, top, width, height: look at some";
        assertThat(files.lint(boxes(boxes), OnBadBox.FAIL).warnings()).contains(doubt);
        files.object(11, 1, "\"bbox\": [50, 20, 10, 10], \"area\": 100");
        assertThat(files.lint(files.json(), OnBadBox.FAIL).warnings()).doesNotContain(doubt);
    }

    private String boxes(String... boxes) {
        for (int i = 0; i < boxes.length; i++) {
            files.object(i + 1, 1 + i % 2, "\"bbox\": [" + boxes[i] + "]");
        }
        return files.json();
    }

    @Test
    void boxesThatEndAtTheirLastTwoNumbersAreTold() throws IOException {
        String json = boxes("10, 5, 30, 20", "60, 40, 90, 70", "20, 50, 45, 75", "70, 3, 99, 33", "5, 5, 9, 9");
        String hint = "all.json: 3 of 5 boxes reach beyond their picture, and none does if they end at their last two"
                + " numbers, so that bbox seems to be left, top, right, bottom; COCO's is left, top, width, height:"
                + " convert the file";
        assertThat(files.errors(json)).hasSize(4).contains(hint);
        assertThat(files.lint(json, OnBadBox.CLIP).warnings()).contains(hint);
    }

    @Test
    void boxesWhoseAreaOrSegmentationIsThatOfTheirCornersAreTold() throws IOException {
        assertThat(files.errors(boxes(
                        "10, 5, 30, 20], \"area\": 300, \"x\": [1",
                        "10, 5, 30, 21], \"area\": 320, \"x\": [1",
                        "10, 5, 30, 22], \"area\": 340, \"x\": [1",
                        "1, 5, 30, 23], \"area\": 570, \"x\": [1",
                        "1, 5, 30, 23], \"segmentation\": [[1, 5, 30, 5, 30, 23, 1, 23]], \"x\": [1",
                        "40, 30, 9, 9], \"area\": 81, \"x\": [1")))
                .containsExactly(
                        "all.json: the area or segmentation of 5 of 6 boxes fits them if they end at their last"
                                + " two numbers, and not else, so that bbox seems to be left, top, right, bottom; COCO's is"
                                + " left, top, width, height: convert the file");
    }

    /** All end inside if their last two numbers are corners, as those of any large object do. */
    @Test
    void largeObjectsAreNoSignOfCorners() throws IOException {
        String json = boxes(
                "1, 2, 90, 70", "5, 5, 80, 75", "3, 0, 95, 79", "0, 0, 100, 80", "10, 10, 80, 60", "9, 9, 91, 71");
        assertThat(files.errors(json)).isEmpty();
        assertThat(files.lint(json, OnBadBox.CLIP).warnings()).isEmpty();
        files.object(7, 1, "\"bbox\": [20, 10, 90, 60]");
        assertThat(files.errors(files.json()))
                .singleElement()
                .asString()
                .contains("annotation 7: bbox [20.0, 10.0, 90.0, 60.0] reaches beyond its picture");
    }
}
