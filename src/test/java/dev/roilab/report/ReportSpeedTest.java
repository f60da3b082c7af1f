package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.experiment.StudyResults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportSpeedTest {
    private static final int TRIALS = 2000;

    /** The figure; a slow machine that runs other tests beside this one gets three times as long. */
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @Test
    void twoThousandTrialsAreReportedInSeconds(@TempDir Path folder) {
        SmallStudy study = new SmallStudy();
        for (int trial = 0; trial < TRIALS; trial++) {
            study.finished("arm-" + trial / 5, trial % 5, 0.4 + 0.0001 * (trial % 977));
        }
        StudyResults results = study.claiming("ap50(arm-7) > ap50(arm-3)").results();
        Instant start = Instant.now();
        new ReportWriter().write(results, folder);
        Duration taken = Duration.between(start, Instant.now());
        assertThat(folder.resolve("report.html")).isNotEmptyFile();
        assertThat(taken).as("reporting %d trials", TRIALS).isLessThan(LIMIT);
    }
}
