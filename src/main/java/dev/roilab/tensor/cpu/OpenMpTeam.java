package dev.roilab.tensor.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The threads on which oneDNN computes. GNU's OpenMP keeps them spinning for milliseconds after each primitive, so that
 * threads of our own would share a core with one of them; these are awake already.
 */
final class OpenMpTeam implements Team {
    private final int threads;
    private final MethodHandle parallel;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment entry;
    private volatile @Nullable Runnable work;

    private OpenMpTeam(int threads, MethodHandle parallel) {
        this.threads = threads;
        this.parallel = parallel;
        this.entry = entry();
    }

    /** Absent where the machine's OpenMP is not GNU's or has no such entry. */
    static Optional<Team> of(int threads) {
        return OpenMp.find("GOMP_parallel")
                .map(symbol -> Linker.nativeLinker()
                        .downcallHandle(
                                symbol,
                                FunctionDescriptor.ofVoid(
                                        ValueLayout.ADDRESS,
                                        ValueLayout.ADDRESS,
                                        ValueLayout.JAVA_INT,
                                        ValueLayout.JAVA_INT)))
                .map(parallel -> new OpenMpTeam(threads, parallel));
    }

    private MemorySegment entry() {
        try {
            MethodHandle enter = MethodHandles.publicLookup()
                    .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo((Runnable) this::enter);
            // OpenMP hands its threads one pointer; there is nothing to point at.
            MethodHandle takingPointer = MethodHandles.dropArguments(enter, 0, MemorySegment.class);
            return Linker.nativeLinker()
                    .upcallStub(takingPointer, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS), arena);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("no method Runnable.run", impossible);
        }
    }

    /** Called by OpenMP on each of its threads; an exception that left it would end the process. */
    private void enter() {
        Runnable shared = work;
        if (shared != null) {
            shared.run();
        }
    }

    @Override
    public void run(Runnable work) {
        this.work = work;
        try {
            // The number of threads is always the same: OpenMP would end and start threads to change it.
            parallel.invokeExact(entry, MemorySegment.NULL, threads, 0);
        } catch (Throwable failure) {
            throw new IllegalStateException("OpenMP does not run its threads", failure);
        } finally {
            this.work = null;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
