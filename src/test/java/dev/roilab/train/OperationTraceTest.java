package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.tensor.Engine;
import org.junit.jupiter.api.Test;

class OperationTraceTest {
    @Test
    void everyOperationThatChangesATensorInPlaceIsKnown() {
        assertThat(Engine.class.getMethods()).allMatch(OperationTrace::isNoted);
    }
}
