package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Which arms share a panel of a figure, and which colour each has: one for every value of an axis of the study, in the
 * order of the study, the same in all its figures whatever they leave out. The other axes make the panels. No arm is
 * left out: an axis with more values than there are colours makes several panels.
 */
final class ArmPanels {
    /** More lines cannot be told apart. */
    static final int MOST_LINES = 8;

    private final List<Arm> arms;
    private final List<Line> lines = new ArrayList<>();

    /**
     * What an arm looks like.
     *
     * @param number of its colour and marker, from 0
     * @param name of the value that it stands for
     */
    record Line(Arm arm, int number, String name) {
        int color() {
            return number % MOST_LINES;
        }
    }

    /** @param title what its arms have in common; empty for the only panel */
    record Panel(String title, List<Line> lines) {}

    /** @param arms all of the study */
    ArmPanels(List<Arm> arms) {
        this.arms = arms;
        int axis = axis();
        List<String> values =
                arms.stream().map(arm -> value(arm, axis)).distinct().toList();
        for (Arm arm : arms) {
            String name = axis < 0 ? arm.label() : arm.names().get(axis);
            lines.add(new Line(arm, values.indexOf(value(arm, axis)), name));
        }
    }

    /** The first axis with more than one value and no more than there are colours; -1 where the arm itself is one. */
    private int axis() {
        int axes = arms.stream().mapToInt(arm -> arm.values().size()).min().orElse(0);
        return IntStream.range(0, axes)
                .filter(axis -> {
                    long values = arms.stream()
                            .map(arm -> arm.values().get(axis))
                            .distinct()
                            .count();
                    return values > 1 && values <= MOST_LINES;
                })
                .findFirst()
                .orElse(-1);
    }

    private static String value(Arm arm, int axis) {
        return axis < 0 ? Integer.toString(arm.index()) : arm.values().get(axis);
    }

    Line line(Arm arm) {
        return lines.stream()
                .filter(line -> line.arm().equals(arm))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no arm of this study: " + arm.label()));
    }

    /** In the order of their first arms. */
    List<Panel> panels(Predicate<Arm> drawn) {
        int axis = axis();
        Map<String, List<Line>> panels = new LinkedHashMap<>();
        for (Line line : lines) {
            if (drawn.test(line.arm())) {
                String key = axis < 0 ? "" : others(line.arm(), axis);
                key += "\n" + line.number() / MOST_LINES;
                panels.computeIfAbsent(key, _ -> new ArrayList<>()).add(line);
            }
        }
        return panels.entrySet().stream()
                .map(panel -> new Panel(panels.size() == 1 ? "" : title(panel), panel.getValue()))
                .toList();
    }

    private static String others(Arm arm, int axis) {
        return String.join(
                ", ",
                IntStream.range(0, arm.names().size())
                        .filter(other -> other != axis)
                        .mapToObj(arm.names()::get)
                        .toList());
    }

    private static String title(Map.Entry<String, List<Line>> panel) {
        String common = panel.getKey().substring(0, panel.getKey().indexOf('\n'));
        List<Line> lines = panel.getValue();
        return common.isEmpty() && lines.size() > 1
                ? lines.getFirst().name() + " to " + lines.getLast().name()
                : common.isEmpty() ? lines.getFirst().name() : common;
    }

    /** One line for every name that any panel shows. */
    static List<Line> legend(List<Panel> panels) {
        Map<String, Line> legend = new LinkedHashMap<>();
        panels.forEach(panel -> panel.lines().forEach(line -> legend.putIfAbsent(line.name(), line)));
        return legend.values().stream()
                .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                .toList();
    }
}
