package dev.roilab.tensor.torch;

import dev.roilab.tensor.Precision;
import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Calls into libtorch: every native object made on the way is gone at the end of the call, and failures are told in
 * Java's terms.
 */
final class Native {
    /** libtorch keeps the number of threads for the process and, through OpenMP, for each calling thread. */
    private static volatile int threadsOfProcess;

    private static final ThreadLocal<Integer> THREADS_OF_THREAD = ThreadLocal.withInitial(() -> 0);

    private static volatile @Nullable Precision precisionOfProcess;

    private final int threads;
    private final Precision precision;

    /** @param threads that an operation on the host may use */
    Native(int threads, Precision precision) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be >= 1, got " + threads);
        }
        this.threads = threads;
        this.precision = precision;
    }

    int threads() {
        return threads;
    }

    /**
     * Runs native calls. An object that has to survive them must have its reference retained inside.
     *
     * @throws OutOfMemoryError if the host's or the device's memory does not suffice
     * @throws IllegalStateException with libtorch's own words for every other failure
     */
    <T> T call(Supplier<T> work) {
        applySettings();
        try (PointerScope _ = new PointerScope()) {
            return work.get();
        } catch (IllegalArgumentException | IllegalStateException ours) {
            throw ours;
        } catch (RuntimeException failure) {
            throw translate(failure);
        }
    }

    /** Which results ATen is to compute; made inside {@link #call}. */
    static BoolPointer flags(boolean... wanted) {
        var flags = new BoolPointer(wanted.length);
        for (int i = 0; i < wanted.length; i++) {
            flags.put(i, wanted[i]);
        }
        return flags;
    }

    /** Engines of different settings may take turns in one process. */
    private void applySettings() {
        if (threadsOfProcess != threads || THREADS_OF_THREAD.get() != threads) {
            torch.set_num_threads(threads);
            threadsOfProcess = threads;
            THREADS_OF_THREAD.set(threads);
        }
        if (precisionOfProcess != precision) {
            Context context = torch.globalContext();
            context.setDeterministicCuDNN(true);
            // Which algorithm is fastest may come out differently the next time, and with it the bits.
            context.setBenchmarkCuDNN(false);
            context.setAllowTF32CuDNN(precision == Precision.TF32);
            context.setAllowTF32CuBLAS(precision == Precision.TF32);
            precisionOfProcess = precision;
        }
    }

    private static RuntimeException translate(RuntimeException failure) {
        String text = words(String.valueOf(failure.getMessage()));
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("out of memory") || lower.contains("can't allocate memory")) {
            var error = new OutOfMemoryError(text);
            error.initCause(failure);
            throw error;
        }
        return new IllegalStateException("libtorch: " + text, failure);
    }

    /** The message without the native stack that libtorch appends. */
    private static String words(String message) {
        int end = message.length();
        for (String mark : new String[] {"Exception raised from", "frame #0"}) {
            int found = message.indexOf(mark);
            end = found >= 0 ? Math.min(end, found) : end;
        }
        String cut = message.substring(0, end).strip();
        return cut.endsWith(",") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
