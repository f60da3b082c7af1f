package dev.roilab.tensor;

import java.util.List;
import java.util.Locale;

/**
 * Makes engines of one name; found by {@link java.util.ServiceLoader}, so that an engine may be left out of a build.
 */
public interface EngineProvider {
    /** The name that studies use, such as {@code cpu}. */
    String name();

    /** Names of the devices that {@link #create} accepts on this machine, such as {@code cpu} or {@code cuda:0}. */
    List<String> devices();

    /**
     * Makes an engine that computes in 32 bits.
     *
     * @param threads for its operations on the host
     */
    Engine create(String device, int threads);

    /**
     * Makes an engine.
     *
     * @param threads for its operations on the host
     * @throws IllegalArgumentException if the engine cannot compute in this precision
     */
    default Engine create(String device, int threads, Precision precision) {
        if (precision != Precision.F32) {
            throw new IllegalArgumentException("engine '%s' has no precision %s; it has: f32"
                    .formatted(name(), precision.name().toLowerCase(Locale.ROOT)));
        }
        return create(device, threads);
    }

    /** What a person wants to know about the engine on this machine: a line each on libraries, drivers, devices. */
    default List<String> description() {
        return List.of();
    }
}
