package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Fills a network from a file of weights, by name, after checking that the two fit. */
public final class WeightLoader {
    private WeightLoader() {}

    /**
     * Overwrites every target with the file's tensor of its name. Nothing is changed unless everything fits.
     *
     * @param targets parameters and buffers
     * @param ignored which of the file's names may go unused, such as those of a classifier
     * @throws WeightException with every missing name, wrong shape and unused name; if there is none, with the types
     *     that are not read, or else with every tensor that has NaN or infinity
     */
    public static void load(Engine engine, List<Parameter> targets, Safetensors file, Predicate<String> ignored) {
        List<String> misfits = problems(targets, file, ignored);
        if (!misfits.isEmpty()) {
            throw WeightException.ofMisfit(misfits);
        }
        List<String> names = targets.stream().map(Parameter::name).toList();
        List<String> unreadable = file.unreadable(names);
        List<String> problems = unreadable.isEmpty() ? file.nonFinite(names) : unreadable;
        if (!problems.isEmpty()) {
            throw new WeightException(problems);
        }
        for (Parameter target : targets) {
            Values values = file.values(target.name());
            Tensor source = engine.tensor(values.numbers(), values.shape());
            engine.copy(source, target.value());
            source.release();
        }
    }

    private static List<String> problems(List<Parameter> targets, Safetensors file, Predicate<String> ignored) {
        var problems = new ArrayList<String>();
        var byName = new TreeMap<String, Parameter>();
        targets.forEach(target -> byName.put(target.name(), target));
        var names = file.names();
        for (Parameter target : targets) {
            if (!names.contains(target.name())) {
                problems.add("%s: missing: the network needs %s".formatted(file.file(), target));
            } else if (!file.shape(target.name()).equals(target.shape())) {
                problems.add("%s: %s has the shape %s, the network needs %s"
                        .formatted(file.file(), target.name(), file.shape(target.name()), target.shape()));
            }
        }
        var unused = new TreeSet<>(names);
        unused.removeAll(byName.keySet());
        unused.removeIf(ignored);
        unused.forEach(name -> problems.add(
                "%s: unexpected: the network has no %s %s".formatted(file.file(), name, file.shape(name))));
        return problems;
    }
}
