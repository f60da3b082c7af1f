package dev.roilab.tensor.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The kernels on a CUDA device, compiled for it when the first engine asks. */
final class CudaLauncher implements KernelLauncher {
    /** The name of all the sources together. */
    static final String SOURCE = "kernels.cu";

    private static final List<String> SOURCES =
            List.of("packs.cu", "regions.cu", "pooling.cu", "deformable.cu", "training.cu");

    /** Machine code by architecture: engines come and go with the trials of a study. */
    private static final Map<String, byte[]> COMPILED = new ConcurrentHashMap<>();

    private final CudaDriver driver;
    private final int ordinal;
    private final MemorySegment context;
    private final MemorySegment module;
    private final Map<String, MemorySegment> functions = new TreeMap<>();

    /** @param ordinal of the device */
    CudaLauncher(CudaDriver driver, Nvrtc compiler, int ordinal) {
        this.driver = driver;
        this.ordinal = ordinal;
        byte[] code = COMPILED.computeIfAbsent(
                driver.architecture(ordinal), architecture -> compiler.compile(source(), SOURCE, architecture));
        this.context = driver.retainPrimaryContext(ordinal);
        driver.pushContext(context);
        try {
            this.module = driver.loadModule(code);
        } finally {
            driver.popContext();
        }
    }

    /** The kernels' text; the compiler tells mistakes by the source's own name and line. */
    static String source() {
        return SOURCES.stream()
                .map(name -> "#line 1 \"" + name + "\"\n" + read(name))
                .collect(Collectors.joining("\n"));
    }

    private static String read(String name) {
        try (InputStream in = Objects.requireNonNull(CudaLauncher.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    @Override
    public void launch(String kernel, long blocks, int threads, KernelArguments arguments) {
        driver.pushContext(context);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment function = functions.computeIfAbsent(kernel, name -> driver.function(module, name));
            driver.launch(function, Math.toIntExact(blocks), threads, arguments.pack(arena));
        } finally {
            driver.popContext();
        }
    }

    @Override
    public void close() {
        driver.pushContext(context);
        try {
            // An engine may be closed while its last kernels run.
            driver.synchronize();
            driver.unloadModule(module);
        } finally {
            driver.popContext();
        }
        driver.releasePrimaryContext(ordinal);
    }
}
