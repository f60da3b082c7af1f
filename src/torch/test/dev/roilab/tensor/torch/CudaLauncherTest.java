package dev.roilab.tensor.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.RegionGrid;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.lang.foreign.MemoryLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way of a kernel through compiler and driver, with the driver's functions on the host: they run the kernels, and
 * only where the device's context is the thread's own.
 */
class CudaLauncherTest {
    /** Statuses are the driver's: 201 for a wrong context, 500 for a name that is not known. */
    private static final String DRIVER = """
            #include <cstdlib>
            static int context, module, depth, modules, retained;
            static bool waited;
            extern "C" {
            int cuInit(unsigned int) { return 0; }
            int cuDeviceGet(int *device, int ordinal) { *device = ordinal; return 0; }
            int cuDeviceGetAttribute(int *value, int attribute, int) { *value = attribute == 75 ? 9 : 0; return 0; }
            int cuDevicePrimaryCtxRetain(void **made, int) { *made = &context; retained++; return 0; }
            int cuDevicePrimaryCtxRelease_v2(int) { retained--; return 0; }
            int cuCtxPushCurrent_v2(void *given) { depth++; return given == &context ? 0 : 201; }
            int cuCtxPopCurrent_v2(void **old) { *old = &context; return depth-- > 0 ? 0 : 201; }
            int cuCtxSynchronize() { waited = depth == 1; return waited ? 0 : 201; }
            int cuModuleLoadData(void **made, const void *image) {
                *made = &module;
                modules++;
                return depth == 1 && !memcmp(image, "sm_90", 5) ? 0 : 200;
            }
            int cuModuleUnload(void *given) { modules--; return depth == 1 && waited && given == &module ? 0 : 201; }
            int cuModuleGetFunction(void **function, void *given, const char *name) {
                *function = strdup(name);
                return given == &module && strcmp(name, "missing") ? 0 : 500;
            }
            int cuLaunchKernel(void *function, unsigned int x, unsigned int y, unsigned int z, unsigned int threads,
                    unsigned int down, unsigned int deep, unsigned int shared, void *stream, void **arguments,
                    void **extra) {
                waited = false;
                bool plain = y == 1 && z == 1 && down == 1 && deep == 1 && !shared && !stream && !extra;
                return depth == 1 && plain ? launch((const char *) function, x, threads, arguments) * 500 : 201;
            }
            int open_contexts() { return depth; }
            int open_modules() { return modules + retained; }
            int nvrtcCreateProgram(void **made, const char *source, const char *, int, void *, void *) {
                *made = calloc(16, 1);
                return strstr(source, "roi_pool") ? 0 : 1;
            }
            int nvrtcCompileProgram(void *made, int count, const char *const *options) {
                const char *equals = strchr(options[0], '=');
                strncpy((char *) made, equals + 1, 15);
                return count == 3 ? 0 : 5;
            }
            int nvrtcGetCUBINSize(void *made, size_t *size) { *size = strlen((char *) made); return 0; }
            int nvrtcGetCUBIN(void *made, char *code) { memcpy(code, made, strlen((char *) made)); return 0; }
            int nvrtcDestroyProgram(void **made) { free(*made); *made = 0; return 0; }
            }
            """;

    private static final RegionGrid GRID = new RegionGrid(2, 2, 1);

    @TempDir
    private static @Nullable Path folder;

    private static @Nullable ForeignLibrary host;

    @BeforeAll
    static void compile() {
        assumeTrue(HostLauncher.isPossible(), "skipped: no g++ to compile the GPU's kernels with");
        host = new ForeignLibrary("host", HostLauncher.library(Objects.requireNonNull(folder), DRIVER));
    }

    private static ForeignLibrary host() {
        return Objects.requireNonNull(host, "the kernels are not compiled");
    }

    private static CudaLauncher launcher() {
        return new CudaLauncher(new CudaDriver(host()), new Nvrtc(host()), 0);
    }

    private static int count(String function) {
        return ForeignLibrary.status(host().function(function, new MemoryLayout[0]));
    }

    @AfterEach
    void whatWasOpenedIsClosed() {
        assertThat(count("open_contexts")).isZero();
        assertThat(count("open_modules")).isZero();
    }

    @Test
    void kernelsReadAndWriteTheTensorsThatTheyAreGiven() {
        try (Engine engine = TorchEngine.with(memory -> new GpuOperators(memory, launcher()), 1);
                Scope _ = engine.openScope()) {
            Tensor map = engine.tensor(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, Shape.of(1, 1, 3, 3));
            Tensor regions = engine.tensor(new float[] {0, 0, 0, 1, 1, 0, 0, 0, 2, 2}, Shape.of(2, 5));
            assertThat(engine.regions()
                            .roiPool(map, regions, GRID, false)
                            .values()
                            .toFloats())
                    .containsExactly(1, 2, 4, 5, 5, 6, 8, 9);
            assertThat(engine.pooling()
                            .maxPool(map, Pooling.of(3, 1, 0))
                            .values()
                            .toFloats())
                    .containsExactly(9);
        }
    }

    @Test
    void aStepOfTrainingTakesItsNumbersOf64Bits() {
        try (Engine engine = TorchEngine.with(memory -> new GpuOperators(memory, launcher()), 1);
                Scope _ = engine.openScope()) {
            Tensor weights = engine.tensor(new float[] {1, 2}, Shape.of(2));
            Tensor velocity = engine.tensor(new float[] {4, 0}, Shape.of(2));
            engine.updates().sgdStep(weights, engine.tensor(new float[] {1, 8}, Shape.of(2)), velocity, 0.5, 0.25, 2);
            assertThat(velocity.toFloats()).containsExactly(4, 12);
            assertThat(weights.toFloats()).containsExactly(-1, -4);
        }
    }

    @Test
    void aKernelThatIsNotThereIsToldAndLeavesNoContext() {
        try (var launcher = launcher()) {
            assertThatThrownBy(() -> launcher.launch("missing", 1, 32, new KernelArguments()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cuModuleGetFunction failed with status 500");
            assertThat(count("open_contexts")).isZero();
        }
    }

    @Test
    void theArchitectureIsAskedOfTheDriver() {
        assertThat(new CudaDriver(host()).architecture(0)).isEqualTo("sm_90");
        assertThat(new Nvrtc(host()).compile("roi_pool", "kernels.cu", "sm_75"))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("sm_75");
    }
}
