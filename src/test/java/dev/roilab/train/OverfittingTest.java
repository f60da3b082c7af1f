package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.eval.DetectionMetrics;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.ImageResult;
import dev.roilab.roi.RoiLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sampling, forward pass, losses, gradients, optimiser, decoding and evaluation agree: four pictures are learnt. */
class OverfittingTest {
    private static final int STEPS = 400;

    /** All four in each batch: with two, batch statistics differ so much that the running averages fit neither pair. */
    private static final int IMAGES = 4;

    @TempDir
    private Path folder;

    static Stream<RoiLayer> layers() {
        return Stream.of(
                new RoiLayer.RoiPool(5), new RoiLayer.RoiAlign(5, Optional.of(2), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void fourPicturesAreLearnedByHeart(RoiLayer layer) throws InterruptedException {
        List<Double> losses = new ArrayList<>();
        try (var detector = new SmallDetector(folder, layer, STEPS, IMAGES, 1, 1)) {
            detector.train((_, _, loss) -> losses.add(loss.total()));
            assertThat(losses.getLast()).isLessThan(losses.getFirst() / 4);
            List<ImageResult> images = new ArrayList<>();
            for (Sample<TrueObjects> sample : detector.data().train()) {
                List<GroundTruth> truth =
                        sample.truth().objects().stream().map(GroundTruth::of).toList();
                images.add(new ImageResult(sample.id(), truth, detector.detect(sample)));
            }
            List<String> classes = detector.data().classes();
            var report = DetectionMetrics.report(new EvaluationInput(classes.size(), images), classes);
            assertThat(report.metrics().get("ap50")).isGreaterThanOrEqualTo(0.95);
        }
    }
}
