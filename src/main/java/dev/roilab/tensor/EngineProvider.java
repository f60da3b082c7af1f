package dev.roilab.tensor;

import java.util.List;

/**
 * Makes engines of one name; found by {@link java.util.ServiceLoader}, so that an engine may be left out of a build.
 */
public interface EngineProvider {
    /** The name that studies use, such as {@code cpu}. */
    String name();

    /** Names of the devices that {@link #create} accepts on this machine, such as {@code cpu} or {@code cuda:0}. */
    List<String> devices();

    /**
     * Whether the device computes in a precision on this machine.
     *
     * @param device one of {@link #devices}
     */
    boolean computesIn(String device, Precision precision);

    /**
     * Makes an engine.
     *
     * @param threads for its operations on the host
     * @param precision of its layers, which the device {@linkplain #computesIn computes in}
     */
    Engine create(String device, int threads, Precision precision);

    /** What a person wants to know about the engine on this machine: a line each on libraries, drivers, devices. */
    default List<String> description() {
        return List.of();
    }
}
