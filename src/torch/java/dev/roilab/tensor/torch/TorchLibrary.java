package dev.roilab.tensor.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Which libtorch is in this build, what it found on this machine, and its GPUs. Asked for once a process. */
final class TorchLibrary {
    private static final String GPU_FOLDER = "/org/bytedeco/pytorch/linux-x86_64-gpu/";
    private static final String GPU_NATIVES = GPU_FOLDER + "libtorch_cuda.so";
    private static final List<String> NATIVES = List.of(
            "libgomp.so.1",
            "libc10.so",
            "libtorch_cpu.so",
            "libtorch.so",
            "libc10_cuda.so",
            "libtorch_cuda_linalg.so",
            "libtorch_cuda.so");

    /**
     * Has libtorch ask cuDNN for its slower, better guess of the fastest algorithm. With the other one a training step
     * of VGG16 in 32 bits took eleven times as long on an H100, and 70 GB (reports/gpu).
     */
    private static final String BETTER_HEURISTICS = "TORCH_CUDNN_USE_HEURISTIC_MODE_B";

    private static final class Holder {
        static final TorchLibrary INSTANCE = new TorchLibrary();
    }

    private final boolean forGpus = TorchLibrary.class.getResource(GPU_NATIVES) != null;
    private final @Nullable CudaLibraries libraries = forGpus ? CudaLibraries.load() : null;

    private TorchLibrary() {
        if (forGpus) {
            unpackTogether();
            ForeignLibrary.setEnvironment(BETTER_HEURISTICS, "1");
        }
    }

    /**
     * JavaCPP unpacks a library just before it loads it, and libtorch_cuda first; on a machine where nothing is
     * unpacked yet it would not find those that it needs, and libtorch would see no GPU without saying so.
     */
    private static void unpackTogether() {
        for (String name : NATIVES) {
            try {
                Loader.cacheResource(TorchLibrary.class, GPU_FOLDER + name);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot unpack " + name, e);
            }
        }
    }

    static TorchLibrary instance() {
        return Holder.INSTANCE;
    }

    /** Loading libtorch's GPU build without its libraries would end the process. */
    private boolean isLoadable() {
        return libraries == null || libraries.missing().isEmpty();
    }

    List<String> devices() {
        List<String> devices = new ArrayList<>();
        if (isLoadable()) {
            devices.add("cpu");
            if (forGpus && torch.cuda_is_available()) {
                IntStream.range(0, torch.cuda_device_count()).forEach(ordinal -> devices.add("cuda:" + ordinal));
            }
        }
        return devices;
    }

    /** A launcher of kernels on a GPU. */
    CudaLauncher launcher(int ordinal) {
        ForeignLibrary driver = library("libcuda");
        return new CudaLauncher(new CudaDriver(driver), new Nvrtc(library("libnvrtc")), ordinal);
    }

    private ForeignLibrary library(String start) {
        return Optional.ofNullable(libraries)
                .flatMap(found -> found.library(start))
                .orElseThrow(() -> new IllegalStateException("the library " + start + " is not loaded"));
    }

    List<String> description() {
        List<String> lines = new ArrayList<>();
        if (libraries == null) {
            lines.add("libtorch for the CPU; a build for GPUs: ROILAB_PROFILES=torch-cuda ./roilab ...");
            return lines;
        }
        lines.add("libtorch for GPUs, CUDA 13");
        libraries.library("libcuda").ifPresent(driver -> describe(driver, lines));
        if (isLoadable()) {
            lines.add("cuDNN " + (Context.hasCuDNN() ? Context.versionCuDNN() : "none"));
        } else {
            lines.add("not loaded, because libraries are missing: " + String.join(", ", libraries.missing()));
        }
        lines.addAll(libraries.description());
        return lines;
    }

    /** A driver that cannot be initialised, as on a machine without a GPU, is a finding too. */
    private static void describe(ForeignLibrary library, List<String> lines) {
        try {
            var driver = new CudaDriver(library);
            lines.add("driver for CUDA %d.%d".formatted(driver.version() / 1000, driver.version() % 1000 / 10));
            for (int ordinal = 0; ordinal < driver.deviceCount(); ordinal++) {
                lines.add(
                        "cuda:%d: %s, %s".formatted(ordinal, driver.deviceName(ordinal), driver.architecture(ordinal)));
            }
        } catch (IllegalStateException unusable) {
            lines.add(String.valueOf(unusable.getMessage()));
        }
    }
}
