package dev.roilab.yaml;

import java.util.List;

/**
 * The records that an interface may be in YAML, where their packages are above its own, so that it cannot be sealed. A
 * provider is found by {@link java.util.ServiceLoader}.
 */
public interface Variants {
    /** The interface. */
    Class<?> type();

    /** Its records, in the order in which messages and schemas list them. */
    List<Class<? extends Record>> records();
}
