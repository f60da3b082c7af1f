package dev.roilab.tensor.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The run-time compiler needs no GPU, only its library. */
class NvrtcTest {
    private static @Nullable Nvrtc compiler;

    @BeforeAll
    static void find() {
        var library = CudaLibraries.load().library("libnvrtc");
        assumeTrue(library.isPresent(), "skipped: no libnvrtc; " + CudaLibraries.FOLDERS_VARIABLE + " may name it");
        compiler = new Nvrtc(library.orElseThrow());
    }

    private static Nvrtc compiler() {
        return Objects.requireNonNull(compiler, "the compiler is not loaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sm_75", "sm_80", "sm_90", "sm_120"})
    void theKernelsCompile(String architecture) {
        byte[] code = compiler().compile(CudaLauncher.source(), CudaLauncher.SOURCE, architecture);
        assertThat(code).startsWith(0x7f, 'E', 'L', 'F');
    }

    @Test
    void aMistakeIsToldWithItsPlace() {
        assertThatThrownBy(() -> compiler().compile("extern \"C\" __global__ void k() { missing(); }", "k.cu", "sm_90"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("k.cu(1)")
                .hasMessageContaining("missing");
    }
}
