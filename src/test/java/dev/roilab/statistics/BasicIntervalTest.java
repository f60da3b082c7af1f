package dev.roilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.eval.CocoAp;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageBootstrap;
import dev.roilab.eval.ImageBootstrap.Replicate;
import dev.roilab.eval.ImageResult;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BasicIntervalTest {
    @Test
    void reflectsTheQuantilesAtTheEstimate() {
        double[] falling =
                IntStream.rangeClosed(0, 200).mapToDouble(i -> 200 - i).toArray();
        assertThat(BasicInterval.of(falling, 90)).hasValue(new BasicInterval(180 - 195, 180 - 5));
    }

    @Test
    void leavesOutWhatIsNoNumber() {
        assertThat(BasicInterval.of(new double[] {Double.NaN, 3}, 4)).hasValue(new BasicInterval(5, 5));
        assertThat(BasicInterval.of(new double[] {Double.NaN}, 4)).isEmpty();
        assertThat(BasicInterval.of(new double[] {3}, Double.NaN)).isEmpty();
    }

    @Test
    void canBeCutToThePossible() {
        assertThat(new BasicInterval(-0.1, 1.2).within(0, 1)).isEqualTo(new BasicInterval(0, 1));
    }

    /** Three objects of three classes, found with boxes more or less exact, among false alarms. */
    private static ImageResult image(SplittableRandom random, int number) {
        List<GroundTruth> truths = new ArrayList<>();
        List<Detection> detections = new ArrayList<>();
        for (int object = 0; object < 3; object++) {
            int label = random.nextInt(3);
            double top = 100 * object;
            Box box = new Box(0, top, 50, top + 50);
            truths.add(new GroundTruth(label, box, box.area(), GroundTruth.Standing.COUNTED));
            double shift = Math.abs(random.nextGaussian(6, 5));
            double score = random.nextGaussian(2 - shift / 8, 1);
            detections.add(new Detection(label, score, new Box(shift, top, 50 + shift, top + 50)));
        }
        for (int alarm = 0; alarm < 8; alarm++) {
            double left = 200 + 60 * alarm;
            detections.add(
                    new Detection(random.nextInt(3), random.nextGaussian(-1, 1), new Box(left, 0, left + 50, 50)));
        }
        return new ImageResult("image " + number, truths, detections);
    }

    private static EvaluationInput images(long seed, int count) {
        var random = new SplittableRandom(seed);
        return new EvaluationInput(
                3,
                IntStream.range(0, count)
                        .mapToObj(number -> image(random, number))
                        .toList());
    }

    /**
     * A population of pictures whose AP is known, test sets of 40 of them: intervals must hold it in nineteen of twenty
     * sets, and lie above it no more often than below by much. Quantiles of the drawn values as they are lie too high.
     */
    @Test
    void holdsTheApOfAllPicturesWhereQuantilesLieTooHigh() {
        double truth = CocoAp.evaluate(images(1, 4000)).stats().getFirst();
        int sets = 300;
        int above = 0;
        int below = 0;
        int quantilesAbove = 0;
        double centre = 0;
        double quantileCentre = 0;
        for (int set = 0; set < sets; set++) {
            EvaluationInput input = images(100 + set, 40);
            double estimate = CocoAp.evaluate(input).stats().getFirst();
            double[] drawn = ImageBootstrap.of(input).replicates(100).stream()
                    .mapToDouble(Replicate::ap)
                    .toArray();
            BasicInterval interval = BasicInterval.of(drawn, estimate).orElseThrow();
            double low = 2 * estimate - interval.high();
            double high = 2 * estimate - interval.low();
            above += interval.low() > truth ? 1 : 0;
            below += interval.high() < truth ? 1 : 0;
            quantilesAbove += low > truth ? 1 : 0;
            centre += (interval.low() + interval.high()) / 2 / sets;
            quantileCentre += (low + high) / 2 / sets;
        }
        assertThat((above + below) / (double) sets).isLessThan(0.1);
        assertThat(quantilesAbove).isGreaterThan(2 * above);
        assertThat(centre).isCloseTo(truth, within(0.01));
        assertThat(quantileCentre).isGreaterThan(truth + 0.01);
    }
}
