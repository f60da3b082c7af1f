package dev.roilab.tensor.torch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The CUDA libraries that libtorch's GPU build binds. They are looked for and loaded before libtorch is, because
 * libtorch ends the whole process where one of them is missing.
 */
final class CudaLibraries {
    /** A list of further folders, separated as in PATH. */
    static final String FOLDERS_VARIABLE = "ROILAB_CUDA_LIBRARIES";

    /** In the order in which they need each other. */
    private static final List<String> NEEDED = List.of(
            "libnvJitLink.so.13",
            "libcudart.so.13",
            "libcupti.so.13",
            "libcublasLt.so.13",
            "libcublas.so.13",
            "libcufft.so.12",
            "libcurand.so.10",
            "libcusparse.so.12",
            "libcusolver.so.12",
            "libcufile.so.0",
            "libnccl.so.2",
            "libcudnn.so.9",
            "libnvrtc.so.13",
            "libcuda.so.1");

    /**
     * Beginnings of libraries that others open by name while they work; from a folder of ours they would not find them.
     */
    private static final List<String> COMPANIONS = List.of("libnvrtc-builtins.so.", "libcudnn_");

    private static final List<String> USUAL_FOLDERS = List.of(
            "/usr/local/cuda/lib64",
            "/usr/local/cuda/extras/CUPTI/lib64",
            "/usr/local/cuda/targets/x86_64-linux/lib",
            "/usr/local/nvidia/lib64",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib64");

    private static final String SYSTEM = "the system's search path";

    private final Map<String, String> places = new LinkedHashMap<>();
    private final Map<String, SymbolLookup> libraries = new LinkedHashMap<>();
    private final Set<Path> visited = new LinkedHashSet<>();

    private CudaLibraries() {}

    /** Loads what there is; they stay loaded. */
    static CudaLibraries load() {
        var found = new CudaLibraries();
        NEEDED.forEach(found::load);
        return found;
    }

    private void load(String name) {
        try {
            libraries.put(name, SymbolLookup.libraryLookup(name, Arena.global()));
            places.put(name, SYSTEM);
            return;
        } catch (IllegalArgumentException _) {
            // Not on the system's search path: the folders are next.
        }
        for (Path folder : folders()) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                try {
                    loadCompanions(folder);
                    libraries.put(name, SymbolLookup.libraryLookup(file, Arena.global()));
                    places.put(name, file.toString());
                    return;
                } catch (IllegalArgumentException unusable) {
                    places.put(name, file + " cannot be loaded: " + unusable.getMessage());
                }
            }
        }
    }

    private void loadCompanions(Path folder) {
        if (!visited.add(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> companions = files.filter(file -> COMPANIONS.stream()
                            .anyMatch(
                                    start -> String.valueOf(file.getFileName()).startsWith(start)))
                    .sorted()
                    .toList();
            // Twice, because some need others of them.
            Stream.concat(companions.stream(), companions.stream()).forEach(CudaLibraries::loadIfPossible);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static void loadIfPossible(Path file) {
        try {
            SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException _) {
            // Whoever needs it tells; most are for work that is never asked for.
        }
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault(FOLDERS_VARIABLE, "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        USUAL_FOLDERS.forEach(folder -> folders.add(Path.of(folder)));
        return folders;
    }

    /** A loaded library by the beginning of its name, such as {@code libnvrtc}. */
    Optional<ForeignLibrary> library(String start) {
        return libraries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(start + "."))
                .map(entry -> new ForeignLibrary(entry.getKey(), entry.getValue()))
                .findFirst();
    }

    /** Names of those that could not be loaded, the driver's apart: without it libtorch runs, only sees no GPU. */
    List<String> missing() {
        return NEEDED.stream()
                .filter(name -> !name.startsWith("libcuda.") && !libraries.containsKey(name))
                .toList();
    }

    /** A line each: the libraries, where they are, and where they were looked for. */
    List<String> description() {
        List<String> lines = new ArrayList<>();
        for (String name : NEEDED) {
            lines.add(name + ": " + places.getOrDefault(name, "not found"));
        }
        if (libraries.size() < NEEDED.size()) {
            lines.add("looked in %s, the folders of %s, and %s"
                    .formatted(SYSTEM, FOLDERS_VARIABLE, String.join(", ", USUAL_FOLDERS)));
        }
        return lines;
    }
}
