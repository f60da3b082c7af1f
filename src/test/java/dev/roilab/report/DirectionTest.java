package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.SmallStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of times the lower is the better, of average precision the higher. */
class DirectionTest {
    private static final int SEEDS = 5;

    @TempDir
    private Path folder;

    private String report(SmallStudy study) throws IOException {
        new ReportWriter(Optional.empty()).write(study.results(), folder);
        return Files.readString(folder.resolve("report.md"));
    }

    @Test
    void theFasterArmIsCalledBetterAndTheSlowerIsNeverBold() throws IOException {
        var study = new SmallStudy();
        for (int seed = 1; seed <= SEEDS; seed++) {
            study.timed("pool", seed, List.of(4.00, 4.02, 4.03, 4.01, 4.04));
            study.timed("align", seed, List.of(2.00, 2.01, 2.00, 2.01, 2.00));
        }
        assertThat(report(study))
                .contains("align is better than pool in ms an image")
                .containsPattern("\\| pool .*\\| +4\\.02 ± 0\\.02 \\|")
                .doesNotContain("**4.02");
    }

    @Test
    void theMorePreciseArmIsBoldAndCalledBetter() throws IOException {
        var study = new SmallStudy();
        for (int seed = 1; seed <= SEEDS; seed++) {
            study.finished("pool", seed, 0.5 + 0.001 * seed);
            study.finished("align", seed, 0.6 + 0.001 * (seed % 2));
        }
        assertThat(report(study))
                .contains("align is better than pool in AP")
                .contains("**60.1 ± 0.1**")
                .doesNotContain("**50.3");
    }
}
