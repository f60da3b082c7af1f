package dev.roilab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.tensor.WatchedEngine;
import dev.roilab.train.DeterminismCertificate;
import dev.roilab.train.OperationTrace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertifyTest {
    private static final String HEAD = """
            study: certify
            question: Does it repeat?
            extends: base.yaml
            data: {train: 4, test: 2, width: 64, height: 64, smallest: 16, largest: 40, shorter_side: 64, longer_side: 64}
            seeds: [1]
            """;

    private static final String PROPOSALS =
            "proposals: {type: dense-grid, count: 100, scales: [24, 32], ratios: [1.0], step: 0.5}";
    private static final String GRID = "model: {" + PROPOSALS + "}\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aTrainingThatRepeatsIsCertifiedBitwise() throws InterruptedException {
        DeterminismCertificate certificate = certified(GRID);
        assertThat(certificate.firstDifference()).isEmpty();
        assertThat(certificate.operations()).isGreaterThan(100);
        assertThat(certificate.text())
                .startsWith("bitwise: 3 steps, trained twice, are equal in all " + certificate.operations());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rcnn           | crop: {size: 32, padding: 4}, SVM_AND_RIDGE
            spp-net        | roi: {type: spp, levels: [2, 1]}, scales: {shorter_sides: [48, 64], window: 48}, SVM_AND_RIDGE
            sliding-window | crop: {size: 32, padding: 4}, windows: {sides: [32], ratios: [1.0], step: 1.0}
            """)
    void systemsInStagesAreCertifiedWithAllTheirStages(String type, String own) throws InterruptedException {
        String blocks = own.replace(
                "SVM_AND_RIDGE",
                "svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000},"
                        + " box_regression: {iou: 0.6, strength: 1000, norm: 20, pairs: 1000}, " + PROPOSALS);
        DeterminismCertificate certificate = certified("""
                model: {type: %s, backbone: {type: tiny, width: 4, stride: 8, frozen_below: 0}, head: {fc: [8]}, %s,
                  sampling: {rois: 8, foreground: 0.25, foreground_iou: 0.5, background_iou: {from: 0.0, to: 0.5}},
                  postprocessing: {score: 0.05, nms: 0.3, detections: 100}}
                train: {images: 8}
                """.formatted(type, blocks));
        assertThat(certificate.firstDifference()).isEmpty();
        assertThat(certificate.operations()).isGreaterThan(50);
    }

    @Test
    void aTrainingThatDivergesIsComparedUpToThere() throws InterruptedException {
        DeterminismCertificate certificate = certified(GRID + "train: {rate: 1e30}\n");
        assertThat(certificate.firstDifference()).isEmpty();
        assertThat(certificate.operations()).isBetween(20, certified(GRID).operations() - 1);
    }

    private DeterminismCertificate certified(String blocks) throws InterruptedException {
        Trial trial = StudyPlan.of(StudyText.write(folder, HEAD + blocks), List.of())
                .trials()
                .getFirst();
        return new SystemTrials(Optional.empty(), folder.resolve("cache"), 1)
                .certify(trial)
                .orElseThrow();
    }

    @Test
    void theFirstOperationThatDiffersIsNamed() throws InterruptedException {
        var runs = new AtomicInteger();
        DeterminismCertificate certificate = DeterminismCertificate.of(2, trace -> {
            boolean second = runs.getAndIncrement() == 1;
            try (Engine engine = trace.around(second ? unsteady(cpu()) : cpu())) {
                compute(engine);
            }
        });
        assertThat(certificate.firstDifference()).contains("operation 4 of 7: multiply, result [2, 3]");
        assertThat(certificate.text())
                .startsWith("none: in 2 steps, trained twice, the first difference is operation 4");
    }

    @Test
    void equalComputationsLeaveEqualTraces() {
        var one = new OperationTrace();
        var other = new OperationTrace();
        try (Engine engine = cpu()) {
            compute(one.around(engine));
            compute(other.around(engine));
        }
        assertThat(one.operations()).hasSize(7).isEqualTo(other.operations());
    }

    private static void compute(Engine engine) {
        try (var _ = engine.openScope()) {
            Tensor a = engine.tensor(new float[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));
            Tensor b = engine.elementwise().relu(a);
            Tensor c = engine.elementwise().add(a, b, Activation.NONE);
            Tensor d = engine.elementwise().multiply(c, 0.5);
            engine.elementwise().accumulate(d, a);
            engine.copy(d, a);
            engine.losses().softmax(a);
        }
    }

    private static Engine cpu() {
        return Engines.create("cpu", "cpu", 1);
    }

    /** The real engine, but one operation is off by the last bit of one number. */
    private static Engine unsteady(Engine engine) {
        return WatchedEngine.of(engine, (method, _, call) -> {
            Object result = call.run();
            if (method.getName().equals("multiply") && result instanceof Tensor tensor) {
                float[] values = tensor.toFloats();
                values[1] = Math.nextUp(values[1]);
                return engine.tensor(values, tensor.shape());
            }
            return result;
        });
    }
}
