package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.geometry.Detection;
import dev.roilab.roi.RoiLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole trainings on real, small pictures. */
class TrainingDeterminismTest {
    @TempDir
    private Path folder;

    private record Trained(List<float[]> weights, List<Detection> detections) {}

    static Stream<RoiLayer> layers() {
        return Stream.of(
                new RoiLayer.RoiPool(5), new RoiLayer.RoiAlign(5, Optional.of(2), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void equalSeedsGiveEqualBits(RoiLayer layer) throws InterruptedException {
        Trained first = train(layer, 30, 3);
        Trained second = train(layer, 30, 3);
        assertThat(first.weights()).hasSameSizeAs(second.weights());
        for (int i = 0; i < first.weights().size(); i++) {
            assertThat(first.weights().get(i)).containsExactly(second.weights().get(i));
        }
        assertThat(first.detections()).isEqualTo(second.detections());
    }

    @Test
    void otherSeedsGiveOtherWeights() throws InterruptedException {
        RoiLayer layer = new RoiLayer.RoiPool(5);
        assertThat(train(layer, 2, 3).weights().getFirst())
                .isNotEqualTo(train(layer, 2, 4).weights().getFirst());
    }

    private Trained train(RoiLayer layer, int steps, long seed) throws InterruptedException {
        try (var detector = new SmallDetector(folder, layer, steps, 2, seed, 2)) {
            detector.train((_, _, _) -> {});
            List<Detection> detections = new ArrayList<>();
            detector.data().test().forEach(sample -> detections.addAll(detector.detect(sample)));
            List<float[]> weights = detector.network().parameters().stream()
                    .map(parameter -> parameter.value().toFloats())
                    .toList();
            return new Trained(weights, detections);
        }
    }
}
