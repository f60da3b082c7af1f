package dev.roilab.report;

import dev.roilab.claim.Arm;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Text;
import dev.roilab.result.TrialResult;
import dev.roilab.task.ByClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Classes of which a test split has no object, so that every mean over classes is one over the others. */
final class UntestedClasses {
    private static final String VOWELS = "aeiou";

    private UntestedClasses() {}

    /** A sentence for all arms where all lack the same classes, and one for each group of arms where they do not. */
    static List<Block> blocks(List<String> classes, List<Arm> arms) {
        Map<List<String>, List<Arm>> byUntested = new LinkedHashMap<>();
        String noun = "";
        for (Arm arm : arms) {
            List<TrialResult> tested = arm.trials().stream()
                    .filter(trial -> Arm.isFinished(trial) && !tables(trial).isEmpty())
                    .toList();
            if (!tested.isEmpty()) {
                noun = tables(tested.getFirst()).getFirst().measure().noun();
                byUntested
                        .computeIfAbsent(untested(classes, tested), _ -> new ArrayList<>())
                        .add(arm);
            }
        }
        List<Block> blocks = new ArrayList<>();
        for (Map.Entry<List<String>, List<Arm>> group : byUntested.entrySet()) {
            if (!group.getKey().isEmpty()) {
                blocks.add(new Block.Paragraph(Text.of(
                        sentence(group.getKey(), byUntested.size() == 1 ? List.of() : group.getValue(), noun))));
            }
        }
        return blocks;
    }

    private static List<ByClass> tables(TrialResult trial) {
        return trial.byClass().stream()
                .filter(table -> !table.values().isEmpty())
                .toList();
    }

    /** Those that some trial's test split is without. */
    private static List<String> untested(List<String> classes, List<TrialResult> trials) {
        return classes.stream()
                .filter(name -> trials.stream()
                        .anyMatch(trial -> tables(trial).stream()
                                .allMatch(table -> Double.isNaN(table.values().getOrDefault(name, Double.NaN)))))
                .toList();
    }

    /** @param arms that alone lack them; none if all do */
    private static String sentence(List<String> untested, List<Arm> arms, String noun) {
        String article = VOWELS.indexOf(noun.charAt(0)) >= 0 ? "an " : "a ";
        String names = String.join(", ", untested);
        if (arms.isEmpty()) {
            return "Without an object in the test split, and so without " + article + noun + ": " + names
                    + ". Every mean over classes is over the others.";
        }
        String labels = String.join(", ", arms.stream().map(Arm::label).toList());
        return "Without an object in the test split of " + labels + ", and so without " + article + noun + " there: "
                + names + ". Means over classes are over the others there, and not what they are in other arms.";
    }
}
