package dev.roilab.tensor.torch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** CUDA's run-time compiler. */
final class Nvrtc {
    private static final int SUCCESS = 0;

    private final ForeignLibrary library;

    Nvrtc(ForeignLibrary library) {
        this.library = library;
    }

    /**
     * Compiles a source to machine code.
     *
     * @param architecture such as {@code sm_90}
     * @throws IllegalStateException with the compiler's log
     */
    byte[] compile(String source, String name, String architecture) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(ADDRESS);
            MemorySegment none = MemorySegment.NULL;
            require(
                    "nvrtcCreateProgram",
                    call(
                            "nvrtcCreateProgram",
                            List.of(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS),
                            handle,
                            arena.allocateFrom(source),
                            arena.allocateFrom(name),
                            0,
                            none,
                            none));
            MemorySegment program = handle.get(ADDRESS, 0);
            try {
                // The borders of windows have to come out as on the host, which has no fused multiply-add.
                MemorySegment options =
                        strings(arena, List.of("--gpu-architecture=" + architecture, "--fmad=false", "--std=c++17"));
                int status = call("nvrtcCompileProgram", List.of(ADDRESS, JAVA_INT, ADDRESS), program, 3, options);
                if (status != SUCCESS) {
                    throw new IllegalStateException("%s does not compile for %s:%n%s"
                            .formatted(
                                    name,
                                    architecture,
                                    new String(
                                            bytes(arena, program, "nvrtcGetProgramLog"),
                                            java.nio.charset.StandardCharsets.UTF_8)));
                }
                return bytes(arena, program, "nvrtcGetCUBIN");
            } finally {
                call("nvrtcDestroyProgram", List.of(ADDRESS), handle);
            }
        }
    }

    private static MemorySegment strings(Arena arena, List<String> strings) {
        MemorySegment addresses = arena.allocate(ADDRESS, strings.size());
        for (int index = 0; index < strings.size(); index++) {
            addresses.setAtIndex(ADDRESS, index, arena.allocateFrom(strings.get(index)));
        }
        return addresses;
    }

    /** What a pair of functions gives, one its size, the other its bytes. */
    private byte[] bytes(Arena arena, MemorySegment program, String function) {
        MemorySegment size = arena.allocate(JAVA_LONG);
        require(function, call(function + "Size", List.of(ADDRESS, ADDRESS), program, size));
        MemorySegment bytes = arena.allocate(Math.max(1, size.get(JAVA_LONG, 0)));
        require(function, call(function, List.of(ADDRESS, ADDRESS), program, bytes));
        return bytes.asSlice(0, size.get(JAVA_LONG, 0)).toArray(ValueLayout.JAVA_BYTE);
    }

    private int call(String function, List<MemoryLayout> parameters, Object... arguments) {
        return ForeignLibrary.status(library.function(function, parameters.toArray(MemoryLayout[]::new)), arguments);
    }

    private static void require(String function, int status) {
        if (status != SUCCESS) {
            throw new IllegalStateException(function + " failed with status " + status);
        }
    }
}
