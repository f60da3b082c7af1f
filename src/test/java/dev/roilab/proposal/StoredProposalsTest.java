package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.data.Sample;
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
                .hasMessageContaining("not JSON");
    }

    @Test
    void everyImageWithoutAListIsNamed() throws IOException {
        write("{}");
        assertThatThrownBy(() -> search(3, IMAGE, OTHER))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file() + ": no boxes for image a; ")
                .hasMessageContaining(file() + ": no boxes for image b; ");
    }

    @Test
    void aMissingFileIsNamedWithItsKey() {
        assertThatThrownBy(() -> search(3, IMAGE))
                .isInstanceOf(DataException.class)
                .hasMessage(file() + ": no such file; proposals.file must name stored proposals");
    }

    private Path file() {
        return folder.resolve("boxes.json");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private Proposals search(int count, Sample... samples) throws InterruptedException {
        var settings = new ProposalSettings.Stored(count, file().toString());
        return new ProposalSearch(settings, folder, 1).of(List.of(samples), _ -> {});
    }
}
