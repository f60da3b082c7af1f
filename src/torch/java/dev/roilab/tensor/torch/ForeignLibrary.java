package dev.roilab.tensor.torch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** Functions of a C library that return a status, 0 for success. */
record ForeignLibrary(String name, SymbolLookup symbols) {
    /** @param parameters layouts of the function's parameters */
    MethodHandle function(String function, MemoryLayout... parameters) {
        var symbol = symbols.find(function)
                .orElseThrow(() -> new IllegalStateException("the library " + name + " has no function " + function));
        return Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT, parameters));
    }

    /** Sets a variable of this process, as C libraries will see it, unless it is set already. */
    static void setEnvironment(String name, String value) {
        var library = new ForeignLibrary("libc", Linker.nativeLinker().defaultLookup());
        MethodHandle set = library.function("setenv", ADDRESS, ADDRESS, JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            int status = status(set, arena.allocateFrom(name), arena.allocateFrom(value), 0);
            if (status != 0) {
                throw new IllegalStateException("setenv of " + name + " failed with status " + status);
            }
        }
    }

    /** Calls a function and gives its status. */
    static int status(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("a native call failed", failure);
        }
    }
}
