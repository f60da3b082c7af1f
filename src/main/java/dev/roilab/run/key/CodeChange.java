package dev.roilab.run.key;

import dev.roilab.result.Origin;
import dev.roilab.result.StoredResult;
import dev.roilab.result.code.CodeFingerprint;
import dev.roilab.result.code.CodeManifest;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Says what of the code has changed since a result was made. */
final class CodeChange {
    private static final int SHOWN = 3;
    private static final String SOURCES = "src/main/java/";
    private static final String RESOURCES = "src/main/resources/";
    private static final String TORCH = "src/torch/";

    /** Files that differ, by commit: git is asked once for all trials of a study. */
    private static final Map<String, Optional<List<String>>> SINCE = new ConcurrentHashMap<>();

    private CodeChange() {}

    /**
     * In words.
     *
     * @param study folder of the study's results, where its programs' classes are noted
     * @param hash of the code that made the result
     * @param now the code that would make it now
     */
    static String text(StoredResult result, Path study, String hash, CodeFingerprint now) {
        String since = "code changed since " + Origin.of(result);
        String dirty = result.fact("uncommitted_changes").orElse("no").equals("yes")
                ? "; that run had changes that were not committed"
                : "";
        Optional<SortedSet<String>> classes = CodeManifest.changed(study, hash, now);
        if (classes.isPresent()) {
            return since + ": " + named(classes.get()) + dirty;
        }
        String files = result.fact("commit")
                .flatMap(commit -> SINCE.computeIfAbsent(commit, CodeChange::files))
                .map(changed -> changed.isEmpty()
                        ? "git knows of no change in the sources of the classes that compute"
                        : named(changed, "source file", "source files"))
                .orElse("which classes is not known: %s, and git does not have that commit"
                        .formatted(CodeManifest.damage(study, hash).orElse("its version did not note them")));
        return since + ": " + files + dirty;
    }

    private static Optional<List<String>> files(String commit) {
        TreeSet<String> computing = CodeFingerprint.ofThisProgram().parts().keySet().stream()
                .map(name -> name.replaceFirst("\\$.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        return Git.ask("diff", "--name-only", commit, "--", SOURCES, RESOURCES, TORCH)
                .map(output -> output.lines()
                        .filter(file -> file.startsWith(TORCH) || computing.contains(name(file)))
                        .toList());
    }

    private static String name(String file) {
        if (file.startsWith(RESOURCES)) {
            return file.substring(RESOURCES.length());
        }
        return file.substring(SOURCES.length()).replaceFirst("\\.java$", "").replace('/', '.');
    }

    private static String named(Collection<String> parts) {
        long resources = parts.stream().filter(CodeFingerprint::isResource).count();
        if (resources == parts.size() && resources > 0) {
            return named(parts, "resource", "resources");
        }
        return resources == 0
                ? named(parts, "class", "classes")
                : named(parts, "class or resource", "classes and resources");
    }

    private static String named(Collection<String> names, String one, String many) {
        return "%d %s, %s%s"
                .formatted(
                        names.size(),
                        names.size() == 1 ? one : many,
                        names.size() > SHOWN ? "such as " : "",
                        names.stream().limit(SHOWN).collect(Collectors.joining(", ")));
    }
}
