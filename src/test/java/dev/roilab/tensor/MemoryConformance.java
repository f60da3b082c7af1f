package dev.roilab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.testing.NativeObjects;
import java.util.Objects;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

interface MemoryConformance extends EngineSubject {
    @Test
    default void arraysCrossTheBorderInLogicalOrderWhateverTheirOwn() {
        float[] values = Twins.random(1, Shape.of(2, 3, 4, 5));
        INDArray rowMajor = Nd4j.create(values, new long[] {2, 3, 4, 5}, 'c');
        INDArray columnMajor = rowMajor.dup('f');
        INDArray view = Nd4j.concat(1, rowMajor, rowMajor)
                .get(NDArrayIndex.all(), NDArrayIndex.interval(3, 6), NDArrayIndex.all(), NDArrayIndex.all());
        INDArray permuted = rowMajor.permute(0, 2, 3, 1).dup('c').permute(0, 3, 1, 2);
        try (Engine engine = create(1)) {
            for (INDArray array : new INDArray[] {rowMajor, columnMajor, view, permuted}) {
                Tensor tensor = engine.tensor(array);
                assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3, 4, 5));
                assertThat(tensor.toFloats()).isEqualTo(values);
                assertThat(tensor.toArray().equals(rowMajor)).isTrue();
                assertThat(tensor.toArray().ordering()).isEqualTo('c');
            }
            INDArray matrix = Nd4j.create(new double[] {1, 2, 3, 4, 5, 6}, new long[] {2, 3}, 'c');
            assertThat(engine.tensor(matrix.transpose()).toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        }
    }

    @Test
    default void aScopeGivesBackWhatItOwns() {
        try (Engine engine = create(1)) {
            Tensor outer = engine.zeros(Shape.of(100));
            long before = engine.memory().liveBytes();
            Tensor inner;
            try (Scope _ = engine.openScope()) {
                inner = engine.zeros(Shape.of(1000));
                assertThat(engine.memory().liveBytes()).isGreaterThan(before);
            }
            assertThat(engine.memory().liveBytes()).isEqualTo(before);
            assertThat(engine.memory().peakBytes()).isGreaterThanOrEqualTo(before + 4000);
            assertThat(outer.toFloats()).hasSize(100);
            assertThatThrownBy(inner::toFloats)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("[1000]");
            assertThatThrownBy(() -> engine.elementwise().relu(inner)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    default void aKeptTensorSurvivesOneScope() {
        try (Engine engine = create(1)) {
            long before = engine.memory().liveBytes();
            try (Scope _ = engine.openScope()) {
                Tensor kept;
                try (Scope inner = engine.openScope()) {
                    engine.zeros(Shape.of(500));
                    kept = inner.keep(engine.tensor(new float[] {1, 2}, Shape.of(2)));
                }
                assertThat(kept.toFloats()).containsExactly(1, 2);
            }
            assertThat(engine.memory().liveBytes()).isEqualTo(before);
        }
    }

    @Test
    default void releaseTwiceAndClosingAfterwardsCountOnce() {
        try (Engine engine = create(1)) {
            long before = engine.memory().liveBytes();
            try (Scope _ = engine.openScope()) {
                Tensor tensor = engine.zeros(Shape.of(300));
                tensor.release();
                tensor.release();
                assertThat(engine.memory().liveBytes()).isEqualTo(before);
            }
            assertThat(engine.memory().liveBytes()).isEqualTo(before);
        }
    }

    @Test
    default void anExceptionInsideScopesLeavesNothingBehind() {
        try (Engine engine = create(1)) {
            long before = engine.memory().liveBytes();
            assertThatThrownBy(() -> failInsideScopes(engine)).isInstanceOf(IllegalArgumentException.class);
            assertThat(engine.memory().liveBytes()).isEqualTo(before);
            engine.zeros(Shape.of(3)).release();
            assertThat(engine.memory().liveBytes()).isEqualTo(before);
        }
    }

    private static void failInsideScopes(Engine engine) {
        try (Scope _ = engine.openScope()) {
            engine.openScope();
            engine.zeros(Shape.of(10));
            engine.matrices().matmul(engine.zeros(Shape.of(2, 3)), false, engine.zeros(Shape.of(2, 3)), false);
        }
    }

    @Test
    default void aSecondStepTakesNoMemoryFromTheSystem() {
        try (Engine engine = create(2)) {
            Tensor[] parameters = parameters(engine);
            step(engine, parameters);
            long taken = engine.memory().pooledBytes();
            long live = engine.memory().liveBytes();
            for (int i = 0; i < 20; i++) {
                step(engine, parameters);
            }
            assertThat(engine.memory().pooledBytes()).isEqualTo(taken);
            assertThat(engine.memory().liveBytes()).isEqualTo(live);
        }
    }

    @ResourceLock(NativeObjects.COUNT)
    @Test
    @Tag("slow")
    default void memoryStaysFlatOverThreeThousandSteps() {
        try (Engine engine = create(2)) {
            Tensor[] parameters = parameters(engine);
            for (int i = 0; i < 500; i++) {
                step(engine, parameters);
            }
            long taken = engine.memory().pooledBytes();
            long objects = nativeObjects();
            for (int i = 0; i < 3000; i++) {
                step(engine, parameters);
            }
            assertThat(engine.memory().pooledBytes()).isEqualTo(taken);
            assertThat(nativeObjects()).as("native objects of Java").isLessThanOrEqualTo(objects);
        }
    }

    /** Counted without a collection before: objects that wait for the garbage collector are what must not pile up. */
    private static long nativeObjects() {
        return Pointer.totalCount();
    }

    private static Tensor[] parameters(Engine engine) {
        Shape weights = Shape.of(19, 3, 3, 3);
        Shape linear = Shape.of(5, 19 * 16);
        return new Tensor[] {
            engine.tensor(Twins.random(1, weights), weights),
            engine.tensor(Twins.random(2, linear), linear),
            engine.zeros(weights),
            engine.zeros(linear)
        };
    }

    private static void step(Engine engine, Tensor[] parameters) {
        try (Scope _ = engine.openScope()) {
            var how = Convolution.of(1, 1);
            var pooling = Pooling.of(2, 2, 0);
            Tensor image = engine.tensor(Twins.random(3, Shape.of(2, 3, 8, 8)), Shape.of(2, 3, 8, 8));
            Tensor map = engine.convolutions().convolution(image, parameters[0], null, how, Activation.RELU);
            Pooled pooled = engine.pooling().maxPool(map, pooling);
            Tensor flat = engine.shapes().flatten(pooled.values());
            Tensor logits = engine.matrices().linear(flat, parameters[1], null, Activation.NONE);
            Tensor gradient = engine.losses()
                    .softmaxCrossEntropy(logits, new int[] {1, 4}, 0.5)
                    .gradient();
            Tensor ofWeights = engine.matrices()
                    .linearParameterGradients(flat, gradient, true)
                    .weights();
            Tensor ofFlat = engine.matrices().linearInputGradient(gradient, parameters[1]);
            Tensor ofPooled = engine.shapes().unflatten(ofFlat, pooled.values().shape());
            Tensor ofMap = engine.elementwise()
                    .reluGradient(
                            engine.pooling()
                                    .maxPoolGradient(
                                            ofPooled, Objects.requireNonNull(pooled.switches()), map.shape(), pooling),
                            map);
            engine.convolutions().convolutionInputGradient(ofMap, parameters[0], image.shape(), how);
            Tensor ofKernel = engine.convolutions()
                    .convolutionParameterGradients(image, ofMap, parameters[0].shape(), how, true)
                    .weights();
            engine.updates().sgdStep(parameters[0], ofKernel, parameters[2], 0.01, 0.9, 0);
            engine.updates().sgdStep(parameters[1], ofWeights, parameters[3], 0.01, 0.9, 0);
        }
    }
}
