package dev.roilab.tensor.cpu;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** A oneDNN primitive with one memory object an argument, whose addresses are set before each run. */
final class CachedPrimitive implements AutoCloseable {
    private final primitive operation;
    private final Map<Integer, memory> arguments = new LinkedHashMap<>();
    private final Map<Integer, memory.desc> descriptors;
    private final IntMemoryMap map = new IntMemoryMap();
    private final NativePointer pointer = new NativePointer();

    /**
     * @param operation the primitive
     * @param descriptors of its arguments, by oneDNN's argument number
     */
    CachedPrimitive(engine device, primitive operation, Map<Integer, memory.desc> descriptors) {
        this.operation = operation;
        this.descriptors = new LinkedHashMap<>(descriptors);
        this.descriptors.forEach((number, descriptor) -> {
            var argument = new memory(descriptor, device, new NativePointer());
            arguments.put(number, argument);
            map.put(number, argument);
        });
    }

    memory.desc descriptor(int argument) {
        memory.desc found = descriptors.get(argument);
        if (found == null) {
            throw new IllegalArgumentException("the primitive has no argument " + argument);
        }
        return found;
    }

    boolean has(int argument) {
        return arguments.containsKey(argument);
    }

    CachedPrimitive with(int argument, long address) {
        memory found = arguments.get(argument);
        if (found == null) {
            throw new IllegalArgumentException("the primitive has no argument " + argument);
        }
        found.set_data_handle(pointer.at(address));
        return this;
    }

    void run(stream queue) {
        operation.execute(queue, map);
        queue._wait();
    }

    /** Arguments may share a descriptor; identity, because pointers compare equal by address. */
    private Set<Pointer> pointers() {
        Set<Pointer> all = Collections.newSetFromMap(new IdentityHashMap<>());
        all.addAll(arguments.values());
        all.addAll(descriptors.values());
        all.add(map);
        all.add(operation);
        return all;
    }

    /** Saves this primitive's native objects from the scope in which it was made. */
    void survive(PointerScope scope) {
        for (Pointer kept : pointers()) {
            // Detaching alone would drop the last reference and free the object at once.
            kept.retainReference();
            scope.detach(kept);
        }
    }

    @Override
    public void close() {
        pointers().forEach(Pointer::deallocate);
    }
}
