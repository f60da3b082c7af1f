package dev.roilab.tensor.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The GPU's kernels on the host: their sources compiled by the C++ compiler with blocks and threads as loops. What this
 * cannot show is how the kernels behave when they really run at once.
 */
final class HostLauncher implements KernelLauncher {
    private static final String PRELUDE = """
            #include <cmath>
            #include <cstring>
            #include <cstddef>
            #include <utility>
            using std::floor; using std::ceil; using std::fabs; using std::fmin; using std::fmax;
            struct Place { unsigned int x; };
            static Place blockIdx, threadIdx, blockDim, gridDim;
            #define __global__
            #define __device__
            """;

    private static final String MAIN = """
            template <typename... A, size_t... I>
            static void apply(void (*kernel)(A...), void **p, std::index_sequence<I...>) {
                kernel(*(typename std::remove_const<A>::type *) p[I]...);
            }
            template <typename... A> static void run(void (*kernel)(A...), long blocks, int threads, void **p) {
                blockDim.x = threads;
                gridDim.x = (unsigned int) blocks;
                for (long block = 0; block < blocks; block++) {
                    for (int thread = 0; thread < threads; thread++) {
                        blockIdx.x = (unsigned int) block;
                        threadIdx.x = thread;
                        apply(kernel, p, std::index_sequence_for<A...>{});
                    }
                }
            }
            #define KERNEL(NAME) if (!strcmp(name, #NAME)) { run(NAME, blocks, threads, arguments); return 0; }
            extern "C" int launch(const char *name, long blocks, int threads, void **arguments) {
                KERNEL(pool_ranges) KERNEL(axis_weights) KERNEL(axis_cell_bins) KERNEL(row_regions)
                KERNEL(roi_pool) KERNEL(roi_sample_mean) KERNEL(roi_sample_max)
                KERNEL(roi_pool_gradient) KERNEL(roi_sample_mean_gradient) KERNEL(roi_sample_max_gradient)
                KERNEL(max_pool) KERNEL(max_pool_gradient) KERNEL(max_pool_bf16) KERNEL(max_pool_gradient_bf16)
                KERNEL(max_unpool) KERNEL(max_unpool_gradient)
                KERNEL(max_unpool_bf16) KERNEL(max_unpool_gradient_bf16)
                KERNEL(deformable_sample) KERNEL(deformable_offset_partials) KERNEL(deformable_offset_gradients)
                KERNEL(deformable_keys) KERNEL(deformable_starts) KERNEL(deformable_input_gradient)
                KERNEL(sgd_steps)
                return 1;
            }
            """;

    private final MethodHandle launch;

    private HostLauncher(MethodHandle launch) {
        this.launch = launch;
    }

    /** Whether there is a C++ compiler. */
    static boolean isPossible() {
        try {
            return new ProcessBuilder("g++", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Compiles the kernels into a folder. */
    static HostLauncher compile(Path folder) {
        MemorySegment symbol = library(folder, "").findOrThrow("launch");
        return new HostLauncher(Linker.nativeLinker()
                .downcallHandle(
                        symbol,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS)));
    }

    /** The kernels and what comes after them in C++, as a library; {@code launch} runs a kernel by its name. */
    static SymbolLookup library(Path folder, String after) {
        try {
            Path program = folder.resolve("kernels.cpp");
            Path library = folder.resolve("libkernels.so");
            Path log = folder.resolve("log");
            Files.writeString(program, PRELUDE + CudaLauncher.source() + MAIN + after);
            int status = new ProcessBuilder(
                            "g++",
                            "-std=c++17",
                            "-O2",
                            "-ffp-contract=off",
                            "-shared",
                            "-fPIC",
                            "-o",
                            library.toString(),
                            program.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            assertThat(status).as(Files.readString(log)).isZero();
            return SymbolLookup.libraryLookup(library, Arena.global());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // what a method handle declares
    public void launch(String kernel, long blocks, int threads, KernelArguments arguments) {
        assertThat(blocks).as(kernel).isBetween(1L, (long) Integer.MAX_VALUE);
        assertThat(threads).as(kernel).isBetween(1, 1024);
        try (Arena arena = Arena.ofConfined()) {
            int unknown = (int) launch.invokeExact(arena.allocateFrom(kernel), blocks, threads, arguments.pack(arena));
            assertThat(unknown).as(kernel).isZero();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {}
}
