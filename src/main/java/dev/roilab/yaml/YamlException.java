package dev.roilab.yaml;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with one or more documents, one line for each problem, in reading order. */
public final class YamlException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<YamlProblem> problems;

    public YamlException(List<YamlProblem> problems) {
        super(problems.stream().map(YamlProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<YamlProblem> problems() {
        return problems;
    }
}
