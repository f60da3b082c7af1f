package dev.roilab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.roilab.tensor.cpu.CpuEngine;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class EnginesTest {
    @Test
    void everyEngineOfferedHasADeviceAndCanBeMade() {
        assertThat(Engines.names()).contains("cpu");
        for (String name : Engines.names()) {
            for (String device : Engines.devices(name)) {
                try (Engine engine = Engines.create(name, device, 1)) {
                    assertThat(engine.name()).isEqualTo(name);
                    assertThat(engine.precision()).isEqualTo(Precision.F32);
                }
            }
        }
    }

    @Test
    void anEngineLeftOutOfTheBuildIsNamedWithTheProfileThatBringsIt() {
        assumeFalse(Engines.names().contains("torch"), "skipped: this build has the torch engine");
        assertThatThrownBy(() -> Engines.create("torch", "cpu", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no engine 'torch' in this build")
                .hasMessageContaining("cpu")
                .hasMessageContaining("ROILAB_PROFILES=torch ");
    }

    @Test
    void aMissingDeviceIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Engines.create("cpu", "cuda:0", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no device 'cuda:0' here; it has: cpu");
    }

    @Test
    void aPrecisionThatADeviceLacksIsRefusedWithWhatHasIt() {
        assertThatThrownBy(() -> Engines.create("cpu", "cpu", 1, Precision.TF32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("device 'cpu' of engine 'cpu' has no tf32 here; that takes a GPU from Ampere on");
    }

    @Test
    void whatADeviceIsSaidToComputeInItComputesIn() {
        for (Precision precision : Precision.values()) {
            if (Engines.lack("cpu", "cpu", precision).isEmpty()) {
                try (Engine engine = Engines.create("cpu", "cpu", 1, precision)) {
                    assertThat(engine.precision()).isEqualTo(precision);
                }
            } else {
                assertThatThrownBy(() -> CpuEngine.create(1, precision))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("has no " + precision.name().toLowerCase(Locale.ROOT));
            }
        }
    }
}
