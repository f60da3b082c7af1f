package dev.roilab.result.code;

import dev.roilab.model.Recipes;
import dev.roilab.tensor.EngineProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The part of the program behind the results of one system: what its recipe, the harness and the engines lead to. The
 * list of all systems is no way from one to another, so that a new detector leaves the results of the others valid.
 */
public final class SystemCode {
    private static final String LIST = internal(Recipes.class);

    private static final Map<Class<?>, CodeFingerprint> KNOWN = new ConcurrentHashMap<>();

    private SystemCode() {}

    /** @param recipe of the system; of what several have in common, the class that it begins with */
    public static CodeFingerprint of(Class<?> recipe) {
        return KNOWN.computeIfAbsent(recipe, SystemCode::find);
    }

    /** The hashes of all systems of this program. */
    public static Set<String> hashes() {
        return Recipes.all().stream()
                .map(recipe -> of(recipe.getClass()).hash())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static CodeFingerprint find(Class<?> recipe) {
        return CodeFingerprint.ofThisProgram().only(reached(recipe));
    }

    /** Names with slashes. */
    private static Set<String> reached(Class<?> recipe) {
        Deque<String> open = new ArrayDeque<>(List.of(CodeFingerprint.ROOT, internal(recipe)));
        ServiceLoader.load(EngineProvider.class).stream()
                .map(provider -> internal(provider.type()))
                .forEach(open::push);
        Set<String> reached = new TreeSet<>();
        while (!open.isEmpty()) {
            String name = open.pop();
            if (!name.equals(LIST) && CodeFingerprint.counts(name) && reached.add(name)) {
                CodeFingerprint.references(name).forEach(open::push);
            }
        }
        return reached;
    }

    private static String internal(Class<?> type) {
        return type.getName().replace('.', '/');
    }
}
