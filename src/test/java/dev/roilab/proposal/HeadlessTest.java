package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.proposal.ProposalSettings.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

/**
 * Machines without a desktop have no GTK, which JavaCPP's binding of OpenCV's windows cannot do without. With GTK's
 * library hidden, OpenCV's selective search failed before {@code opencv_highgui} stood in the binding's place.
 */
class HeadlessTest {
    private static final Path MAPPED = Path.of("/proc/self/maps");

    /** Prints the binding's library if it is loaded once OpenCV's selective search has run. */
    static final class Search {
        static void main(String[] arguments) throws IOException {
            try (var image = new Mat(40, 40, opencv_core.CV_8UC3, Scalar.all(90))) {
                OpenCvSearch.find(image, Mode.FAST);
            }
            try (var lines = Files.lines(MAPPED)) {
                lines.filter(line -> line.contains("jniopencv_highgui")).forEach(System.out::println);
            }
            System.out.println("searched");
        }
    }

    /** In a process of its own: other tests may have loaded what they like. */
    @Test
    void selectiveSearchLeavesTheWindowsAlone() throws IOException, InterruptedException {
        assumeTrue(Files.exists(MAPPED), "skipped: no " + MAPPED);
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Search.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines;
        try (var reader = process.inputReader()) {
            lines = reader.lines().toList();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(lines).containsExactly("searched");
    }
}
