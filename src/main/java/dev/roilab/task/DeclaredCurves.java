package dev.roilab.task;

import java.util.List;
import java.util.Optional;

/** The curves that may be asked for, each once. */
public record DeclaredCurves(List<CurveInfo> all) {
    public DeclaredCurves {
        all = all.stream().distinct().toList();
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

    /** What a study asks for, as it is declared. */
    public Optional<CurveInfo> find(String name, Optional<Double> at) {
        return all.stream().filter(curve -> curve.is(name, at)).findFirst();
    }
}
