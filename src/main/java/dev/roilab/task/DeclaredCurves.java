package dev.roilab.task;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The curves that may be asked for. */
public record DeclaredCurves(List<CurveInfo> all) {
    public DeclaredCurves {
        all = List.copyOf(all);
    }

    /** Those of some tasks. */
    public static DeclaredCurves of(Collection<Task<?, ?>> tasks) {
        return new DeclaredCurves(tasks.stream()
                .distinct()
                .flatMap(task -> task.curves().stream())
                .distinct()
                .toList());
    }

    public List<String> names() {
        return all.stream().map(CurveInfo::name).distinct().toList();
    }

    /** Which of several curves of one name there are; empty where there is one or none. */
    public List<Double> places(String name) {
        return all.stream()
                .filter(curve -> curve.name().equals(name))
                .flatMap(curve -> curve.at().stream())
                .distinct()
                .toList();
    }

    /** What a study asks for, as its task declares it. */
    public Optional<CurveInfo> find(String name, Optional<Double> at) {
        return all.stream().filter(curve -> curve.is(name, at)).findFirst();
    }
}
