package dev.roilab.tensor.torch;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Functions of a C library that return a status, 0 for success. */
record ForeignLibrary(String name, SymbolLookup symbols) {
    /** @param parameters layouts of the function's parameters */
    MethodHandle function(String function, MemoryLayout... parameters) {
        var symbol = symbols.find(function)
                .orElseThrow(() -> new IllegalStateException("the library " + name + " has no function " + function));
        return Linker.nativeLinker().downcallHandle(symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
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
