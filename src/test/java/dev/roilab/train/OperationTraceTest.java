package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.DeformableSampling;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.OperationGroup;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperationTraceTest {
    @Test
    void everyOperationThatChangesATensorInPlaceIsKnown() {
        List<Method> operations = Arrays.stream(Engine.class.getMethods())
                .flatMap(method -> OperationGroup.class.isAssignableFrom(method.getReturnType())
                        ? Arrays.stream(method.getReturnType().getMethods())
                        : Stream.of(method))
                .toList();
        assertThat(operations).extracting(Method::getName).contains("copy", "sgdSteps", "accumulate", "roiPool");
        assertThat(operations).allMatch(OperationTrace::isNoted);
    }

    /** Records of tensors have no hash that two runs would share. */
    @Test
    void gradientsOfOffsetsAreNotedByTheirNumbers() {
        List<OperationTrace.Operation> first = traced();
        assertThat(first).extracting(OperationTrace.Operation::result).contains("mask gradient [1, 1, 3, 3]");
        assertThat(traced()).isEqualTo(first);
    }

    private static List<OperationTrace.Operation> traced() {
        var trace = new OperationTrace();
        try (Engine engine = trace.around(Engines.create("cpu", "cpu", 1))) {
            var sampling = new DeformableSampling(1, 1, Convolution.of(1, 0), 1);
            Tensor map = engine.tensor(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, Shape.of(1, 1, 3, 3));
            Tensor offsets = engine.zeros(Shape.of(1, 2, 3, 3));
            engine.sampling().deformableOffsetGradients(map, map, offsets, map, sampling);
        }
        return trace.operations();
    }
}
