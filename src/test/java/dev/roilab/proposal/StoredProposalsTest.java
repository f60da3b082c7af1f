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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredProposalsTest {
    private static final Picture IMAGE = new Picture("a", 100, 60);
    private static final Picture OTHER = new Picture("b", 100, 60);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void boxesKeepTheirOrderAreCutAndLimited() throws IOException, InterruptedException {
        write("""
                {"a": [[50, 10, 120, 30.5], [0, 0, 5, 5], [200, 0, 210, 5], [1, 1, 2, 2]],
                 "b": []}
                """);
        Proposals proposals = search(3, IMAGE, OTHER);
        assertThat(proposals.of(IMAGE)).containsExactly(new Box(50, 10, 100, 30.5), new Box(0, 0, 5, 5));
        assertThat(proposals.of(OTHER)).isEmpty();
    }

    @Test
    void everyMistakeIsNamedWithItsLine() throws IOException {
        write("""
                {
                  "a": [
                    [0, 0, 5, 5],
                    [5, 0, 5, 5],
                    [0, 0, 5],
                    [0, 0, 5, "x"],
                    7
                  ],
                  "b": {"boxes": []},
                  "a": [[0, 0, 5, [1, [2]]]],
                  "c": [[0, 0, 5, 5]]
                }
                """);
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessage("""
                        FILE:4:5: image a, row 2: expected [x1, y1, x2, y2] with x1 < x2 and y1 < y2, got [5, 0, 5, 5]
                        FILE:5:5: image a, row 3: expected [x1, y1, x2, y2] with x1 < x2 and y1 < y2, got [0, 0, 5]
                        FILE:6:5: image a, row 4: expected [x1, y1, x2, y2] with x1 < x2 and y1 < y2, got [0, 0, 5, x]
                        FILE:7:5: image a, row 5: expected [x1, y1, x2, y2] with x1 < x2 and y1 < y2, got [7]
                        FILE:9:3: image b: expected a list of boxes
                        FILE:10:9: image a, row 1: expected [x1, y1, x2, y2] with x1 < x2 and y1 < y2, got [0, 0, 5, ...]
                        FILE:10:3: image a is listed twice; join its boxes""".replace("FILE", file().toString()));
    }

    @Test
    void sharesOfThePictureAreNoPixels() throws IOException, InterruptedException {
        write("{\"a\": [[0.25, 0.5, 0.75, 1], [0, 0, 1, 1], [0, 0, 5, 5]],\n \"b\": [[0.1, 0.1, 0.2, 0.2]]}");
        assertThatThrownBy(() -> search(3, IMAGE, OTHER))
                .isInstanceOf(DataException.class)
                .hasMessage("FILE:1:2: image a: 2 of 3 boxes lie within 0..1, which looks like shares of the picture's"
                        .concat(" width and height; expected pixels\nFILE:2:2: image b: 1 of 1 box lies within 0..1,")
                        .concat(" which looks like shares of the picture's width and height; expected pixels")
                        .replace("FILE", file().toString()));
        write("{\"a\": [[0, 0, 1, 1]], \"b\": [[0.5, 0, 1, 1], [0, 0, 1.5, 1]]}");
        assertThat(search(3, IMAGE, OTHER).of(IMAGE)).containsExactly(new Box(0, 0, 1, 1));
    }

    @Test
    void ofManyMistakesTheFirstAreShown() throws IOException {
        write("{\"a\": [" + "[1],\n".repeat(30) + "[0, 0, 5, 5]]}");
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(":20:1: image a, row 20")
                .hasMessageEndingWith(": 10 more problems")
                .hasMessageNotContaining("row 21");
    }

    @Test
    void whatIsNotJsonIsSaidWithItsLine() throws IOException {
        write("{\"a\": [[0, 0, 5, 5],\n [1, 2, oops]]}");
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file() + ":2:")
                .hasMessageContaining("not JSON: Unrecognized token 'oops'");
        write("[]");
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessage(file() + ":1:1: expected {\"image id\": [[x1, y1, x2, y2], ...]}");
        write("{\"a\": []}\n{\"b\": []}");
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessage(file() + ":2:1: expected the end of the file; join all images in one {...}");
        write("{\"a\": [[0, 0, 5, 5]");
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith(":1:20: not JSON: Unexpected end-of-input: expected close marker for Array");
        write(" \n");
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessage(file() + ": the file is empty; expected {\"image id\": [[x1, y1, x2, y2], ...]}");
    }

    @Test
    void coordinatesAreNumbersOfPixels() throws IOException {
        write("{\"a\": [[NaN, 0, 5, 5],\n[0, 0, 1e300, 5],\n[0, 0, 5, Infinity]]}");
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessage("""
                        FILE:1:8: image a, row 1: expected numbers of pixels, got [NaN, 0, 5, 5]
                        FILE:2:1: image a, row 2: expected numbers of pixels, got [0, 0, 1e300, 5]
                        FILE:3:1: image a, row 3: expected numbers of pixels, got [0, 0, 5, Infinity]""".replace("FILE", file().toString()));
    }

    @Test
    void everyImageWithoutAListIsNamed() throws IOException {
        write("{}");
        assertThatThrownBy(() -> search(3, IMAGE, OTHER))
                .isInstanceOf(DataException.class)
                .hasMessage(file() + ": no boxes for 2 of 2 images: a, b; the file needs a list, if empty, for every"
                        + " image of both splits");
    }

    @Test
    void aMissingFileIsNamedWithItsKey() {
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessage(file() + ": no such file; model.proposals.file must name stored proposals");
    }

    private List<String> warnings(Sample<TrueObjects> train, Sample<TrueObjects> test) {
        var data = new Dataset<>("pictures", List.of("object"), List.of(train), List.of(test), "", List.of());
        return StoredFit.warnings(new ProposalSettings.Stored(100, file().toString()), data);
    }

    @Test
    void boxesOfAnotherSizeOfPictureAreRefused() throws IOException {
        write("{\"a\": [[0, 0, 40, 40], [101, 0, 140, 40], [0, 60, 40, 100]],\n"
                + "\"b\": [[101, 0, 140, 40], [0, 0, 5, 5]]}");
        assertThatThrownBy(() -> warnings(IMAGE, OTHER))
                .isInstanceOf(DataException.class)
                .hasMessage(file() + ": a: 2 of 3 boxes lie outside the 100 x 60 picture (and 1 more image like it);"
                        + " was the file made for another size?");
    }

    @Test
    void someBoxesOutsideOrOverTheEdgeAreCounted() throws IOException {
        write("{\"a\": [[0, 0, 40, 40], [101, 0, 140, 40]], \"b\": [[0, 0, 101, 60], [-2, 0, 100, 60]]}");
        assertThat(warnings(IMAGE, OTHER))
                .containsExactly(
                        file() + ": a: 1 of 2 boxes lies outside the 100 x 60 picture; it is left out",
                        file() + ": b: 1 of 2 boxes reaches over the edge of the 100 x 60 picture by more than a pixel"
                                + " and is cut");
    }

    @Test
    void repeatedBoxesAndEmptyListsAreTold() throws IOException {
        write("{\"a\": [[0, 0, 40, 40], [0, 0, 40, 40], [0, 0, 40, 40]], \"b\": []}");
        assertThat(warnings(IMAGE, OTHER))
                .containsExactly(
                        file() + ": every list of the test images is empty; a detector sees no region of them",
                        file() + ": a: 2 of 3 boxes repeat one before it");
    }

    @Test
    void keysMayEndAsPicturesDo() throws IOException, InterruptedException {
        write("{\"a.PNG\": [[0, 0, 40, 40]], \"b.jpg\": [[0, 0, 5, 5]], \"b\": [[0, 0, 9, 9]]}");
        assertThat(warnings(IMAGE, OTHER))
                .containsExactly(file() + ": 'a.PNG' is read as a; lists of boxes have names without an extension");
        Proposals proposals = search(3, IMAGE, OTHER);
        assertThat(proposals.of(IMAGE)).containsExactly(new Box(0, 0, 40, 40));
        assertThat(proposals.of(OTHER)).containsExactly(new Box(0, 0, 9, 9));
    }

    private Path file() {
        return folder.resolve("boxes.json");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private Proposals search(int count, Picture... samples) throws InterruptedException {
        var settings = new ProposalSettings.Stored(count, file().toString());
        return new ProposalSearch(settings, folder, 1).of(List.of(samples), _ -> {});
    }
}
