package dev.roilab.tensor.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread count of oneDNN, which runs on OpenMP. OpenMP keeps it for each calling thread, so it is set before every
 * call.
 */
final class OpenMp {
    private static final Logger LOG = LoggerFactory.getLogger(OpenMp.class);
    private static final List<String> LIBRARIES =
            List.of("libgomp.so.1", "libomp.dylib", "libiomp5md.dll", "vcomp140.dll");

    private final int threads;
    private final Optional<MethodHandle> setThreads;

    OpenMp(int threads) {
        this.threads = threads;
        this.setThreads = find("omp_set_num_threads")
                .map(symbol ->
                        Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
        if (setThreads.isEmpty()) {
            LOG.warn("no OpenMP library found: oneDNN runs on as many threads as it likes, not on {}", threads);
        }
    }

    /** A function of the machine's OpenMP. */
    static Optional<MemorySegment> find(String function) {
        return LIBRARIES.stream()
                .flatMap(library -> find(library, function).stream())
                .findFirst();
    }

    private static Optional<MemorySegment> find(String library, String function) {
        try {
            return SymbolLookup.libraryLookup(library, Arena.global()).find(function);
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    void apply() {
        if (setThreads.isPresent()) {
            try {
                setThreads.get().invokeExact(threads);
            } catch (Throwable failure) {
                throw new IllegalStateException("OpenMP does not take a thread count", failure);
            }
        }
    }
}
