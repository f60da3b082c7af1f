package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code -Droilab.example=FOLDER} the reports stay there to be looked at. */
class ExampleReportTest {
    @TempDir
    private Path temporary = Path.of("");

    @Test
    void everyFigureOfAPlausibleStudyIsWritten() {
        Path folder = Optional.ofNullable(System.getProperty("roilab.example"))
                .map(Path::of)
                .orElse(temporary);
        Path results = temporary.resolve("results");
        new ReportWriter().write(new MadeUpStudy(results, 3, false).twoArms(), folder.resolve("two-arms"));
        new ReportWriter().write(new MadeUpStudy(results, 3, true).twoByTwo(), folder.resolve("two-by-two"));

        for (String name : new String[] {"two-arms", "two-by-two"}) {
            assertThat(folder.resolve(name).toFile().list())
                    .contains(
                            "report.md",
                            "report.html",
                            "report.tex",
                            "trials.csv",
                            "stage-bars.svg",
                            "contact-sheet.png",
                            "pr-curve-0-50.png",
                            "pr-curve-0-75.png",
                            "loss-curve.png",
                            "stage-bars.png",
                            "dots-ap75.png",
                            "dots-roi-ms.png");
        }
    }
}
