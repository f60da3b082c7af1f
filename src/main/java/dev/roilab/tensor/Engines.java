package dev.roilab.tensor;

import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The engines of this build. */
public final class Engines {
    private Engines() {}

    /**
     * Makes an engine by name.
     *
     * @throws IllegalArgumentException if this build has no such engine or the engine no such device; names what there
     *     is
     */
    public static Engine create(String name, String device, int threads, Precision precision) {
        var providers = providers();
        EngineProvider provider = providers.get(name);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "no engine '%s' in this build; it has: %s".formatted(name, String.join(", ", providers.keySet())));
        }
        if (!provider.devices().contains(device)) {
            throw new IllegalArgumentException("engine '%s' has no device '%s' here; it has: %s"
                    .formatted(name, device, String.join(", ", provider.devices())));
        }
        return provider.create(device, threads, precision);
    }

    /** An engine that computes in 32 bits. */
    public static Engine create(String name, String device, int threads) {
        return create(name, device, threads, Precision.F32);
    }

    /** Names of the engines of this build, in alphabetical order. */
    public static List<String> names() {
        return List.copyOf(providers().keySet());
    }

    private static SortedMap<String, EngineProvider> providers() {
        var providers = new TreeMap<String, EngineProvider>();
        ServiceLoader.load(EngineProvider.class).forEach(provider -> providers.put(provider.name(), provider));
        return providers;
    }
}
