package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boxes of other pictures, or in another order, that are boxes all the same. */
final class StoredHintsTest {
    /** Four objects a picture, one in each quarter, at a place of its own. */
    private static final List<Sample<TrueObjects>> WIDE = pictures(160, 90);

    private static final List<Sample<TrueObjects>> SQUARE = pictures(120, 120);

    @TempDir
    private Path folder = Path.of("");

    private static List<Sample<TrueObjects>> pictures(int width, int height) {
        return IntStream.range(0, 6)
                .<Sample<TrueObjects>>mapToObj(i -> new Picture(
                        "p" + i,
                        width,
                        height,
                        quarter(0, 0, i, width, height),
                        quarter(1, 0, i, width, height),
                        quarter(0, 1, i, width, height),
                        quarter(1, 1, i, width, height)))
                .toList();
    }

    private static Box quarter(int right, int below, int i, int width, int height) {
        double x = (0.5 * right + 0.04 * i) * width;
        double y = (0.5 * below + 0.02 * i) * height;
        return new Box(x, y, x + 0.29 * width, y + 0.3 * height);
    }

    /** The objects' boxes, changed, as the file of proposals. */
    private List<String> warnings(List<Sample<TrueObjects>> samples, UnaryOperator<Box> change) throws IOException {
        String lists = samples.stream()
                .map(sample -> "\"%s\": [%s]"
                        .formatted(
                                sample.id(),
                                sample.truth().objects().stream()
                                        .map(object -> change.apply(object.box()))
                                        .map(box -> Stream.of(box.x1(), box.y1(), box.x2(), box.y2())
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(", ", "[", "]")))
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining(",\n", "{", "}"));
        Files.writeString(file(), lists);
        var data = new Dataset<TrueObjects>(
                "pictures", List.of("object"), samples.subList(0, 4), samples.subList(4, 6), "", List.of());
        return StoredFit.warnings(new ProposalSettings.Stored(100, file().toString()), data);
    }

    private Path file() {
        return folder.resolve("boxes.json");
    }

    private static Box swapped(Box box) {
        return new Box(box.y1(), box.x1(), box.y2(), box.x2());
    }

    @Test
    void boxesThatFitAreNoMatter() throws IOException {
        assertThat(warnings(WIDE, box -> box)).isEmpty();
        assertThat(warnings(SQUARE, box -> box)).isEmpty();
        // A search that finds nothing but the upper left halves of objects reaches their centres still.
        assertThat(warnings(WIDE, box -> new Box(box.x1(), box.y1(), box.x2() - 22, box.y2() - 12)))
                .isEmpty();
    }

    @Test
    void boxesOfSmallerPicturesLeaveObjectsOut() throws IOException {
        assertThat(warnings(WIDE, box -> box.scale(0.5, 0.5)))
                .containsExactly(file() + ": no box of any image reaches beyond 50 % of its picture's width and 45 % of"
                        + " its height, and the centres of 18 of 24 objects lie there; was the file made for pictures"
                        + " of a smaller size?");
    }

    @Test
    void rowsOfYBeforeXDoNotFitPicturesThatAreNotSquare() {
        assertThatThrownBy(() -> warnings(WIDE, StoredHintsTest::swapped))
                .isInstanceOf(DataException.class)
                .hasMessage(file() + ": 12 of 24 boxes lie outside of their pictures or reach over the edge, and none"
                        + " with x and y swapped; expected rows [x1, y1, x2, y2], not [y1, x1, y2, x2]");
    }

    @Test
    void rowsOfYBeforeXMeetNoObjectsOfSquarePictures() throws IOException {
        List<Sample<TrueObjects>> corners = SQUARE.stream()
                .<Sample<TrueObjects>>map(picture -> new Picture(
                        picture.id(),
                        120,
                        120,
                        new Box(70, 10, 110, 40),
                        new Box(80, 50, 119, 70),
                        new Box(5, 5, 60, 25)))
                .toList();
        assertThat(warnings(corners, StoredHintsTest::swapped))
                .containsExactly(file() + ": its boxes meet 0 of 18 objects as they are (IoU 0.5), and 18 with x and y"
                        + " swapped; are its rows [y1, x1, y2, x2]?");
        assertThat(warnings(corners, box -> box)).isEmpty();
    }
}
