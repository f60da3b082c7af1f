package dev.roilab.task;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The wholes of several measures that may be asked for. */
public record DeclaredShares(List<Shares> all) {
    public DeclaredShares {
        all = List.copyOf(all);
    }

    /** Those of some tasks. */
    public static DeclaredShares of(Collection<Task<?, ?>> tasks) {
        return new DeclaredShares(tasks.stream()
                .flatMap(task -> task.shares().stream())
                .distinct()
                .toList());
    }

    public List<String> names() {
        return all.stream().map(Shares::name).toList();
    }

    public Optional<Shares> find(String name) {
        return all.stream().filter(shares -> shares.name().equals(name)).findFirst();
    }
}
