package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens the page as a user does, in whatever Chromium the machine has. */
@Tag("slow")
class ReportInBrowserTest {
    /** Clicks as a user would, and leaves what it saw in the page. */
    private static final String VISITOR = """
            <script>
            const seen = [];
            const table = document.getElementById("table-single-runs");
            const column = (name) => Array.from(table.tHead.rows[0].cells).find((cell) => cell.textContent === name);
            const cells = (name) => Array.from(table.tBodies[0].rows).map((row) => row.cells[column(name).cellIndex].textContent);
            column("AP50").querySelector("button").click();
            seen.push("rising " + cells("AP50").join("|"));
            column("AP50").querySelector("button").click();
            seen.push("falling " + cells("AP50").join("|"));
            const browser = document.getElementById("browser");
            const boxes = () => browser.querySelectorAll("svg rect").length;
            const before = boxes();
            browser.querySelector(".next").click();
            seen.push("image " + browser.querySelector("select").selectedOptions[0].textContent);
            const drawn = (kind) => browser.querySelectorAll("svg " + kind).length;
            seen.push("shapes " + drawn("path") + "|" + drawn("circle"));
            const slider = browser.querySelector("input[type=range]");
            slider.value = "1";
            slider.dispatchEvent(new Event("input"));
            seen.push("fewer boxes " + (boxes() < before));
            seen.push("arms " + browser.querySelectorAll(".arm").length);
            seen.push("pictures " + Array.from(document.images).every((image) => image.complete && image.naturalWidth > 0));
            seen.push("width " + (document.documentElement.scrollWidth <= window.innerWidth));
            Array.from(table.tBodies[0].rows).forEach((row, i) => row.cells[0].textContent = ["10", "ss9", "9", "0.1"][i]);
            column("arm").querySelector("button").click();
            seen.push("words " + cells("arm").join("|"));
            document.body.setAttribute("data-seen", seen.join("; "));
            </script>
            """;

    /** A mask and key points of one object that is there, in both arms, and of one that the first arm found. */
    private static final String SHAPES = """
            "shapes": {"truth": [{"label": 0, "score": 1, "path": "M1 1L9 1L9 9Z"}, {"label": 0, "score": 1, "points": [[2, 3]]}],
              "0": [{"label": 1, "score": 0.9, "path": "M1 1L9 1L9 8Z"}, {"label": 1, "score": 0.9, "points": [[2, 4], [5, 6]]}]},
            """;

    private static Optional<Path> chromium() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Test
    void tablesSortAndTestImagesCanBeLeafedThrough(@TempDir Path folder) throws Exception {
        Optional<Path> chromium = chromium();
        assumeTrue(chromium.isPresent(), "skipped: no Chromium on the PATH");
        new ReportWriter()
                .write(new MadeUpStudy(folder.resolve("results"), 2, true).twoArms(), folder.resolve("report"));
        String page = Files.readString(folder.resolve("report/report.html"));
        assertThat(page)
                .doesNotContain("src=\"http")
                .doesNotContain("href=\"http")
                .doesNotContain("@import");
        Path visited = Files.writeString(
                folder.resolve("visited.html"),
                page.replace("</body>", VISITOR + "</body>").replace("\"picture\":", SHAPES + "\"picture\":"));

        String seen = dom(chromium.orElseThrow(), visited, folder);
        assertThat(seen).contains("data-seen=\"");
        String told =
                seen.substring(seen.indexOf("data-seen=\"") + 11, seen.indexOf('"', seen.indexOf("data-seen=\"") + 11));
        List<String> parts = List.of(told.split("; ", -1));
        assertThat(numbers(parts.get(0))).isSorted().hasSize(3);
        assertThat(numbers(parts.get(1)).reversed()).isSorted();
        assertThat(parts.get(0)).endsWith("|–");
        assertThat(parts.get(1)).endsWith("|–");
        assertThat(parts.subList(2, 9))
                .containsExactly(
                        "image 000001",
                        // White upon black where it is true, in two arms.
                        "shapes 5|6",
                        "fewer boxes true",
                        "arms 2",
                        "pictures true",
                        "width true",
                        "words 0.1|9|10|ss9");
    }

    private static List<Double> numbers(String part) {
        return Stream.of(part.substring(part.indexOf(' ') + 1).split("\\|", -1))
                .filter(cell -> !cell.equals("–"))
                .map(Double::valueOf)
                .toList();
    }

    private static String dom(Path chromium, Path page, Path folder) throws IOException, InterruptedException {
        Path output = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--window-size=1280,900",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS))
                .as("Chromium ends in time")
                .isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
