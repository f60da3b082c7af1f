package dev.roilab.data.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JSON readers pass over without a word. */
class RepeatedKeysTest {
    private final CocoFiles files;

    RepeatedKeysTest(@TempDir Path folder) throws IOException {
        files = new CocoFiles(folder);
    }

    @Test
    void aKeyOfTheFileThatStandsThereTwiceIsAnError() throws IOException {
        files.object(1, 1, "\"bbox\": [2, 3, 6, 4]");
        files.object(2, 2, "\"bbox\": [2, 3, 6, 4]");
        String file = files.json();
        assertThat(files.errors(file)).isEmpty();
        String open = file.substring(0, file.length() - 1);
        assertThat(files.errors(open + ",\n\"annotations\": [],\n\"info\": 1,\n\"images\": []}"))
                .containsExactly(
                        "all.json:8: 'annotations' stands there a second time, first at line 1; keep one, or make"
                                + " one list of both",
                        "all.json:10: 'images' stands there a second time, first at line 4; keep"
                                + " one, or make one list of both");
    }

    @Test
    void whatFollowsTheEndOfTheFilesObjectIsAnError() throws IOException {
        files.object(1, 1, "\"bbox\": [2, 3, 6, 4]");
        files.object(2, 2, "\"bbox\": [2, 3, 6, 4]");
        String file = files.json();
        assertThat(files.errors(file + "\n \n")).isEmpty();
        for (String more : List.of(file, "[]", "7")) {
            assertThat(files.errors(file + "\n" + more))
                    .containsExactly(
                            "all.json:8: something follows the end of the object, where the file should end; if it"
                                    + " is a second document, make one of both or two files");
        }
        assertThat(files.errors(file + "\n}"))
                .singleElement()
                .asString()
                .startsWith("all.json:8: no JSON from column ");
    }

    @Test
    void keysOfAnElementThatStandThereTwiceAreErrorsAllAtOnce() throws IOException {
        files.object(
                1,
                1,
                "\"bbox\": [2, 3, 6, 4], \"bbox\": [1, 1, 9, 9], " + "\"iscrowd\": 0, \"iscrowd\": 1, \"iscrowd\": 1");
        files.object(
                2,
                2,
                "\"bbox\": [2, 3, 6, 4], "
                        + "\"segmentation\": {\"size\": [1, 1], \"size\": [80, 100], \"counts\": [163, 4, 7833]}");
        files.image("\"id\": 3, \"file_name\": \"c.png\", \"file_name\": \"a.png\", \"width\": 20, \"height\": 10");
        assertThat(files.errors(files.json()))
                .containsExactly(
                        "all.json:2: annotation 1 has the key 'bbox' more than once; keep one",
                        "all.json:2: annotation 1 has the key 'iscrowd' more than once; keep one",
                        "all.json:3: annotation 2 has the key 'size' more than once; keep one",
                        "all.json:7: image 3 has the key 'file_name' more than once; keep one");
    }
}
