package dev.roilab.tensor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The engines of this build. */
public final class Engines {
    private Engines() {}

    /**
     * Makes an engine by name that computes in 32 bits.
     *
     * @throws IllegalArgumentException if this build has no such engine or the engine no such device; names what there
     *     is
     */
    public static Engine create(String name, String device, int threads) {
        return create(name, device, threads, Precision.F32);
    }

    /**
     * Makes an engine by name. It computes in the precision asked for or not at all: results of another would go by its
     * name.
     *
     * @throws UnavailableException if the device has no such precision
     * @throws IllegalArgumentException if this build has no such engine or the engine no such device; names what there
     *     is
     */
    public static Engine create(String name, String device, int threads, Precision precision) {
        requireDevice(name, device);
        lack(name, device, precision).ifPresent(lack -> {
            throw new UnavailableException(lack);
        });
        return provider(name).create(device, threads, precision);
    }

    /** What keeps an engine's device from computing in a precision, in words; empty if nothing does. */
    public static Optional<String> lack(String name, String device, Precision precision) {
        if (provider(name).computesIn(device, precision)) {
            return Optional.empty();
        }
        String needed =
                precision == Precision.TF32 ? "a GPU from Ampere on" : "a processor with AVX512_BF16 or AMX, or a GPU";
        return Optional.of("device '%s' of engine '%s' has no %s here; that takes %s"
                .formatted(device, name, precision.name().toLowerCase(Locale.ROOT), needed));
    }

    /**
     * Checks that an engine could be made.
     *
     * @throws IllegalArgumentException if this build has no such engine or the engine no such device; names what there
     *     is
     */
    public static void requireDevice(String name, String device) {
        EngineProvider provider = provider(name);
        List<String> devices = provider.devices();
        if (!devices.contains(device)) {
            boolean told = devices.isEmpty() || device.startsWith("cuda");
            throw new IllegalArgumentException("engine '%s' has no device '%s' here; it has: %s%s"
                    .formatted(
                            name,
                            device,
                            devices.isEmpty() ? "none" : String.join(", ", devices),
                            told ? reasons(provider) : ""));
        }
    }

    private static EngineProvider provider(String name) {
        var providers = providers();
        EngineProvider provider = providers.get(name);
        if (provider == null) {
            String hint = name.equals("torch")
                    ? "; build with it: ROILAB_PROFILES=torch ./roilab ..., or torch-cuda for a GPU"
                    : "";
            throw new IllegalArgumentException("no engine '%s' in this build; it has: %s%s"
                    .formatted(name, String.join(", ", providers.keySet()), hint));
        }
        return provider;
    }

    private static String reasons(EngineProvider provider) {
        List<String> lines = provider.description();
        return lines.isEmpty() ? "" : "\n  " + String.join("\n  ", lines);
    }

    /** Names of the engines of this build, in alphabetical order. */
    public static List<String> names() {
        return List.copyOf(providers().keySet());
    }

    /** Names of an engine's devices on this machine. */
    public static List<String> devices(String name) {
        return provider(name).devices();
    }

    /** What is to be known about an engine on this machine, a line each; see {@link EngineProvider#description}. */
    public static List<String> description(String name) {
        return provider(name).description();
    }

    private static SortedMap<String, EngineProvider> providers() {
        var providers = new TreeMap<String, EngineProvider>();
        ServiceLoader.load(EngineProvider.class).forEach(provider -> providers.put(provider.name(), provider));
        return providers;
    }
}
