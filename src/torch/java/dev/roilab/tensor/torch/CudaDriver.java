package dev.roilab.tensor.torch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** The few functions of the CUDA driver that running a kernel beside libtorch takes. */
final class CudaDriver {
    private static final int COMPUTE_CAPABILITY_MAJOR = 75;
    private static final int COMPUTE_CAPABILITY_MINOR = 76;
    private static final int LONGEST_NAME = 256;
    private static final int OUT_OF_MEMORY = 2;

    private final ForeignLibrary library;

    // What every kernel takes is looked up once: finding and binding a function anew costs tens of microseconds a call.
    private final MethodHandle launch;
    private final MethodHandle push;
    private final MethodHandle pop;
    private final MemorySegment popped = Arena.ofAuto().allocate(ADDRESS);

    /** Initialises the driver. */
    CudaDriver(ForeignLibrary library) {
        this.library = library;
        this.launch = library.function(
                "cuLaunchKernel",
                ADDRESS,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                ADDRESS);
        this.push = library.function("cuCtxPushCurrent_v2", ADDRESS);
        this.pop = library.function("cuCtxPopCurrent_v2", ADDRESS);
        call("cuInit", List.of(JAVA_INT), 0);
    }

    /** As the vendor writes it: 13000 is 13.0. */
    int version() {
        return number("cuDriverGetVersion", List.of(ADDRESS));
    }

    int deviceCount() {
        return number("cuDeviceGetCount", List.of(ADDRESS));
    }

    private int device(int ordinal) {
        return number("cuDeviceGet", List.of(ADDRESS, JAVA_INT), ordinal);
    }

    /** The name under which compilers know the device's instructions, such as {@code sm_90}. */
    String architecture(int ordinal) {
        List<MemoryLayout> parameters = List.of(ADDRESS, JAVA_INT, JAVA_INT);
        int device = device(ordinal);
        return "sm_" + number("cuDeviceGetAttribute", parameters, COMPUTE_CAPABILITY_MAJOR, device)
                + number("cuDeviceGetAttribute", parameters, COMPUTE_CAPABILITY_MINOR, device);
    }

    String deviceName(int ordinal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(LONGEST_NAME);
            call("cuDeviceGetName", List.of(ADDRESS, JAVA_INT, JAVA_INT), name, LONGEST_NAME, device(ordinal));
            return name.getString(0);
        }
    }

    /** The context that libtorch uses too. */
    MemorySegment retainPrimaryContext(int ordinal) {
        return address("cuDevicePrimaryCtxRetain", List.of(ADDRESS, JAVA_INT), device(ordinal));
    }

    void releasePrimaryContext(int ordinal) {
        call("cuDevicePrimaryCtxRelease_v2", List.of(JAVA_INT), device(ordinal));
    }

    /** Makes a context this thread's own until {@link #popContext}. */
    void pushContext(MemorySegment context) {
        require("cuCtxPushCurrent_v2", withAddress(push, context));
    }

    void popContext() {
        require("cuCtxPopCurrent_v2", withAddress(pop, popped));
    }

    @SuppressWarnings("CatchingUnchecked") // what a method handle declares
    private static int withAddress(MethodHandle function, MemorySegment address) {
        try {
            return (int) function.invokeExact(address);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("a native call failed", failure);
        }
    }

    /** Waits for all that the current context has been asked for. */
    void synchronize() {
        call("cuCtxSynchronize", List.of());
    }

    /** Loads machine code into the current context. */
    MemorySegment loadModule(byte[] code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment image = arena.allocateFrom(ValueLayout.JAVA_BYTE, code);
            return address("cuModuleLoadData", List.of(ADDRESS, ADDRESS), image);
        }
    }

    void unloadModule(MemorySegment module) {
        call("cuModuleUnload", List.of(ADDRESS), module);
    }

    MemorySegment function(MemorySegment module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            return address("cuModuleGetFunction", List.of(ADDRESS, ADDRESS, ADDRESS), module, arena.allocateFrom(name));
        }
    }

    /** Starts a kernel on the default stream, on which libtorch's own work is. */
    @SuppressWarnings("CatchingUnchecked") // what a method handle declares
    void launch(MemorySegment function, int blocks, int threads, MemorySegment arguments) {
        int status;
        try {
            status = (int) launch.invokeExact(
                    function, blocks, 1, 1, threads, 1, 1, 0, MemorySegment.NULL, arguments, MemorySegment.NULL);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("a native call failed", failure);
        }
        require("cuLaunchKernel", status);
    }

    /** What a function writes through its first parameter. */
    private int number(String function, List<MemoryLayout> parameters, Object... rest) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(JAVA_INT);
            call(function, parameters, withFirst(result, rest));
            return result.get(JAVA_INT, 0);
        }
    }

    private MemorySegment address(String function, List<MemoryLayout> parameters, Object... rest) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(ADDRESS);
            call(function, parameters, withFirst(result, rest));
            return result.get(ADDRESS, 0);
        }
    }

    private static Object[] withFirst(Object first, Object... rest) {
        Object[] all = new Object[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }

    private void call(String function, List<MemoryLayout> parameters, Object... arguments) {
        MethodHandle handle = library.function(function, parameters.toArray(MemoryLayout[]::new));
        require(function, ForeignLibrary.status(handle, arguments));
    }

    private static void require(String function, int status) {
        if (status == OUT_OF_MEMORY) {
            throw new OutOfMemoryError("the GPU's memory does not suffice: " + function);
        }
        if (status != 0) {
            throw new IllegalStateException("the CUDA driver: " + function + " failed with status " + status);
        }
    }
}
