package dev.roilab.data.labels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.Dataset;
import dev.roilab.data.LabelMapsSettings.Crop;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.labels.Windows.Window;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.testing.PngBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CropsTest {
    private static final String KEYS = "images: i, maps: m, test_every: 2, classes: [{name: a}, {name: b}, {name: c}]";

    @TempDir
    private Path root;

    private static Windows windows(int side, int step, boolean once) {
        return new Windows(Optional.of(new Crop(side, Optional.of(step))), once);
    }

    @Test
    void squaresCoverThePictureAndDoNotReachBeyondIt() {
        assertThat(windows(16, 16, false).of(32, 16))
                .containsExactly(new Window(0, 0, 16, 16, 0, 0), new Window(16, 0, 16, 16, 0, 0));
        assertThat(windows(16, 10, false).of(37, 20))
                .extracting(Window::left)
                .containsExactly(0, 10, 20, 21, 0, 10, 20, 21);
        assertThat(windows(16, 16, true).of(37, 20)).extracting(Window::left).containsExactly(0, 16, 21, 0, 16, 21);
        assertThat(windows(64, 64, false).of(30, 70))
                .as("narrower than a square")
                .containsExactly(new Window(0, 0, 30, 64, 0, 0), new Window(0, 6, 30, 64, 0, 0));
        assertThat(new Windows(Optional.empty(), true).of(30, 70)).containsExactly(new Window(0, 0, 30, 70, 0, 0));
    }

    @Test
    void eachPixelCountsOnceInTheTest() {
        for (int width = 16; width < 60; width++) {
            byte[] all = new byte[width * 41];
            int[] seen = new int[all.length];
            for (Window window : windows(16, 4, true).of(width, 41)) {
                byte[] labels = CutPicture.labels(all, width, window);
                for (int i = 0; i < labels.length; i++) {
                    int x = window.left() + i % window.width();
                    int y = window.top() + i / window.width();
                    seen[y * width + x] += labels[i] == 0 ? 1 : 0;
                }
            }
            assertThat(Arrays.stream(seen)).as("width %d", width).allMatch(times -> times == 1);
        }
    }

    private Dataset<TrueObjects> cut(String crop) throws IOException {
        var files = new MapFiles(root);
        for (String name : List.of("x", "y")) {
            int[][] map = new int[25][40];
            for (int y = 0; y < 25; y++) {
                for (int x = 0; x < 40; x++) {
                    map[y][x] = (x * x + 3 * y) % 3;
                }
            }
            files.picture("i/" + name + ".png", 40, 25).file("m/" + name + ".png", PngBytes.grey(8, map));
        }
        return files.load(KEYS + ", crop: " + crop);
    }

    /** The picture's colours tell where a pixel is from. */
    @Test
    void picturesAndMapsAreCutAtTheSamePlace() throws IOException {
        Dataset<TrueObjects> data = cut("{side: 16, step: 12}");
        assertThat(data.train())
                .extracting(Sample::id)
                .containsExactly(
                        "i/x.png@0,0", "i/x.png@12,0", "i/x.png@24,0", "i/x.png@0,9", "i/x.png@12,9", "i/x.png@24,9");
        for (Sample<TrueObjects> sample : data.train()) {
            Pixels pixels = sample.read();
            LabelMap map = sample.truth().labels().orElseThrow();
            assertThat(List.of(pixels.width(), pixels.height(), map.width(), map.height(), sample.width()))
                    .containsOnly(16);
            for (int i = 0; i < 256; i++) {
                int x = pixels.rgb()[3 * i] & 0xFF;
                int y = pixels.rgb()[3 * i + 1] & 0xFF;
                assertThat(pixels.rgb()[3 * i + 2]).isEqualTo((byte) 1);
                assertThat(map.at(i % 16, i / 16))
                        .as("%s %d, %d", sample.id(), x, y)
                        .isEqualTo((x * x + 3 * y) % 3);
            }
            assertThat("i/x.png@%d,%d".formatted(pixels.rgb()[0], pixels.rgb()[1]))
                    .isEqualTo(sample.id());
        }
    }

    @Test
    void theTestIsCutSideBySide() throws IOException {
        Dataset<TrueObjects> data = cut("{side: 16, step: 12}");
        assertThat(data.test())
                .extracting(Sample::id)
                .containsExactly(
                        "i/y.png@0,0", "i/y.png@16,0", "i/y.png@24,0", "i/y.png@0,9", "i/y.png@16,9", "i/y.png@24,9");
        Map<Integer, Integer> counts = new HashMap<>();
        for (Sample<TrueObjects> sample : data.test()) {
            for (byte label : sample.truth().labels().orElseThrow().labels()) {
                counts.merge(label & 0xFF, 1, Integer::sum);
            }
        }
        assertThat(counts.remove(LabelMap.IGNORED)).isEqualTo(6 * 256 - 1000);
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1000);
    }

    @Test
    void squaresWithoutAClassAreLeftOut() throws IOException {
        var files = new MapFiles(root);
        int[] half = new int[32];
        half[0] = 1;
        Arrays.fill(half, 16, 32, 255);
        int[][] map = new int[16][];
        Arrays.fill(map, half);
        for (String name : List.of("x", "y")) {
            files.picture("i/" + name + ".png", 32, 16).file("m/" + name + ".png", PngBytes.grey(8, map));
        }
        files.file("m/y.png", PngBytes.indexed(2, new int[] {1, 2, 3}, new int[16][32]));
        Dataset<TrueObjects> data = files.load(KEYS + ", crop: {side: 16}");
        assertThat(data.train()).extracting(Sample::id).containsExactly("i/x.png@0,0");
        assertThat(data.test()).hasSize(2);
        assertThat(data.warnings()).contains("i/x.png@16,0: all pixels of this square are ignored; it is left out");
    }
}
