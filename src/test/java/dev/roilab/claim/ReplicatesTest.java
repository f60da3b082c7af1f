package dev.roilab.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.statistics.BasicInterval;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicatesTest {
    @TempDir
    private Path folder = Path.of("");

    /** Drawn AP50 from {@code from} in steps of a tenth of a point, 201 of them. */
    private void draw(String trial, double from) throws IOException {
        draw(trial, from, 0.001);
    }

    private void draw(String trial, double from, double step) throws IOException {
        StringBuilder csv = new StringBuilder("# 80 images, SHA-256 of their names x\nap,ap50,ap75\n");
        for (int draw = 0; draw <= 200; draw++) {
            csv.append("0.1,").append(from + step * draw).append(",0.1\n");
        }
        Path held = Files.createDirectories(folder.resolve(trial));
        Files.writeString(held.resolve("bootstrap.csv"), csv.toString());
        Files.writeString(held.resolve("result.json"), """
                {"study": "roi-layer", "trial": "%s", "varied": {}, "seed": 1, "status": "OK", "failure": null,
                 "metrics": {}, "class_ap": {}, "train_seconds": 1, "stages": {}, "provenance": {}, "key": "k",
                 "checksums": {"bootstrap.csv": "%s"}}
                """.formatted(trial, sha256(csv.toString())));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private StudyResults at(SmallStudy study) {
        StudyResults made = study.results();
        return new StudyResults(
                made.study(),
                made.question(),
                made.varied(),
                made.classes(),
                made.report(),
                made.background(),
                folder,
                made.command(),
                made.trials());
    }

    /** Quantiles 0.405 and 0.595 about 0.48, which they exceed by 2 points on average: 0.365 to 0.555. */
    @Test
    void aTrialsIntervalIsReflectedAtItsOwnNumber() throws IOException {
        draw("roi=pool,seed=1", 0.4);
        StudyResults results = at(new SmallStudy().finished("pool", 1, 0.48));
        assertThat(new Replicates(results).interval(results.trials().getFirst(), SmallStudy.measure("ap50")))
                .isEqualTo(" [36.5, 55.5]");
    }

    /** Against a side that diverged, which has 0 on any images, it is the interval of the other one. */
    @Test
    void aDifferenceIsReflectedToo() throws IOException {
        draw("roi=align,seed=1", 0.4);
        StudyResults results = at(new SmallStudy().diverged("pool", 1, "step 3").finished("align", 1, 0.48));
        Measure measure = SmallStudy.measure("ap50");
        List<Pairs.Match> matches = new Pairs(Set.of(SmallStudy.ROI))
                .matches(List.of(
                        new Pairs.Side("pool", results.trials().subList(0, 1), measure),
                        new Pairs.Side("align", results.trials().subList(1, 2), measure)));
        BasicInterval interval =
                new Replicates(results).difference(matches, measure).orElseThrow();
        assertThat(interval.low()).isCloseTo(36.5, Offset.offset(1e-9));
        assertThat(interval.high()).isCloseTo(55.5, Offset.offset(1e-9));
    }

    /**
     * Drawn 0 to 20 about 4: the reflected interval is 8 - 19.5 to 8 - 0.5, and against an arm that is 0 on all images
     * no difference is below 0; seen from the other side none is above.
     */
    @Test
    void aDifferenceToAnArmOfNothingDoesNotCrossZero() throws IOException {
        draw("roi=pool,seed=1", 0, 0);
        draw("roi=align,seed=1", 0);
        StudyResults results = at(new SmallStudy().finished("pool", 1, 0).finished("align", 1, 0.04));
        Measure measure = SmallStudy.measure("ap50");
        List<TrialResult> pool = results.trials().subList(0, 1);
        List<TrialResult> align = results.trials().subList(1, 2);
        var replicates = new Replicates(results);
        BasicInterval more =
                replicates.difference(matches(pool, align, measure), measure).orElseThrow();
        assertThat(more.low()).isZero();
        assertThat(more.high()).isCloseTo(7.5, Offset.offset(1e-9));
        BasicInterval less =
                replicates.difference(matches(align, pool, measure), measure).orElseThrow();
        assertThat(less.low()).isCloseTo(-7.5, Offset.offset(1e-9));
        assertThat(less.high()).isZero();
    }

    /** Of a mean over two seeds only the one whose arm has 0 on all images is bounded by it. */
    @Test
    void everySeedHasItsOwnBound() throws IOException {
        draw("roi=pool,seed=1", 0, 0);
        draw("roi=align,seed=1", 0);
        draw("roi=pool,seed=2", 0.2);
        draw("roi=align,seed=2", 0, 0.002);
        StudyResults results = at(new SmallStudy()
                .finished("pool", 1, 0)
                .finished("align", 1, 0.04)
                .finished("pool", 2, 0.3)
                .finished("align", 2, 0.2));
        Measure measure = SmallStudy.measure("ap50");
        List<TrialResult> trials = results.trials();
        BasicInterval interval = new Replicates(results)
                .difference(
                        matches(List.of(trials.get(0), trials.get(2)), List.of(trials.get(1), trials.get(3)), measure),
                        measure)
                .orElseThrow();
        // The mean difference of draw i is (0.1 i + (0.2 i - 20 - 0.1 i)) / 2 points, about -3: -10 to 10 reflected.
        assertThat(interval.low()).isCloseTo(-6 - 9.5, Offset.offset(1e-9));
        assertThat(interval.high()).isCloseTo(-6 + 9.5, Offset.offset(1e-9));
    }

    /** Synthetic pictures have the same names whatever their seed, and two folders may have. */
    @Test
    void drawsOfOtherPicturesOfTheSameNamesAreNotPaired() throws IOException {
        draw("roi=pool,seed=1", 0.3);
        draw("roi=align,seed=1", 0.4);
        StudyResults results = at(new SmallStudy().finished("pool", 1, 0.38).finished("align", 1, 0.48));
        Measure measure = SmallStudy.measure("ap50");
        List<TrialResult> pool = truth(results.trials().subList(0, 1), "a");
        List<TrialResult> align = results.trials().subList(1, 2);
        var replicates = new Replicates(results);
        assertThat(replicates.difference(matches(pool, truth(align, "a"), measure), measure))
                .isPresent();
        assertThat(replicates.difference(matches(pool, truth(align, "b"), measure), measure))
                .isEmpty();
    }

    private static List<TrialResult> truth(List<TrialResult> trials, String digits) {
        return trials.stream()
                .map(trial -> trial.withProvenance(Map.of("ground_truth", "ground-truth-%s.json".formatted(digits))))
                .toList();
    }

    private static List<Pairs.Match> matches(List<TrialResult> pool, List<TrialResult> align, Measure measure) {
        return new Pairs(Set.of(SmallStudy.ROI))
                .matches(List.of(new Pairs.Side("pool", pool, measure), new Pairs.Side("align", align, measure)));
    }
}
