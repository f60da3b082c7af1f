package dev.roilab.report;

import dev.roilab.claim.Arm;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Text;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.task.ByClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the numbers leave out: classes that nothing was tested on, steps and pictures that taught nothing. */
final class Remarks {
    private static final String VOWELS = "aeiou";

    private Remarks() {}

    /** Empty where nothing was left out. */
    static List<Block> blocks(StudyResults results, List<Arm> arms) {
        List<Block> blocks = new ArrayList<>();
        List<TrialResult> finished =
                results.trials().stream().filter(Arm::isFinished).toList();
        List<ByClass> tables = finished.stream()
                .flatMap(trial -> trial.byClass().stream())
                .filter(table -> !table.values().isEmpty())
                .toList();
        String untested = results.classes().stream()
                .filter(name -> !tables.isEmpty()
                        && tables.stream().noneMatch(table -> table.values().containsKey(name)))
                .collect(Collectors.joining(", "));
        if (!untested.isEmpty()) {
            String measure = tables.getFirst().measure().noun();
            blocks.add(paragraph("Without an object in the test split, and so without "
                    + (VOWELS.indexOf(measure.charAt(0)) >= 0 ? "an " : "a ") + measure + ": " + untested
                    + ". Every mean over classes is over the others."));
        }
        String skipped = counts(arms, TrialResult.STEPS_WITHOUT_REGIONS);
        if (!skipped.isEmpty()) {
            blocks.add(
                    paragraph("Training steps whose pictures had no regions to learn from, skipped: " + skipped + "."));
        }
        String blind = counts(arms, TrialResult.TESTED_WITHOUT_REGIONS);
        if (!blind.isEmpty()) {
            blocks.add(paragraph("Test pictures without regions, in which nothing can be found: " + blind + "."));
        }
        String unlabelled = counts(arms, TrialResult.PICTURES_WITHOUT_OBJECT);
        if (!unlabelled.isEmpty()) {
            blocks.add(paragraph(
                    "Pictures without an object, which have no class to be pretrained with: " + unlabelled + "."));
        }
        return blocks;
    }

    private static Block paragraph(String text) {
        return new Block.Paragraph(Text.of(text));
    }

    /** A fact of the trials that have it, by arm, the seeds in their order. */
    private static String counts(List<Arm> arms, String fact) {
        List<String> counts = new ArrayList<>();
        for (Arm arm : arms) {
            String values = arm.finished().stream()
                    .filter(trial -> trial.provenance().containsKey(fact))
                    .map(trial -> trial.provenance().get(fact) + " (seed " + trial.seed() + ")")
                    .collect(Collectors.joining(", "));
            if (!values.isEmpty()) {
                counts.add(arm.label() + " " + values);
            }
        }
        return String.join("; ", counts);
    }
}
