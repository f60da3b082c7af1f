package dev.roilab.report;

import dev.roilab.claim.Arm;
import dev.roilab.claim.ArmsOfOneTraining;
import dev.roilab.claim.IdenticalArms;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Text;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TruthFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the numbers leave out: classes that nothing was tested on, steps and pictures that taught nothing. */
final class Remarks {
    private static final int WARNINGS = 8;

    private Remarks() {}

    /** Empty where nothing was left out. */
    static List<Block> blocks(StudyResults results, List<Arm> arms) {
        List<Block> blocks = new ArrayList<>();
        List<TrialResult> finished =
                results.trials().stream().filter(Arm::isFinished).toList();
        blocks.addAll(UntestedClasses.blocks(results.classes(), arms));
        differentPictures(finished).ifPresent(text -> blocks.add(paragraph(text)));
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
        for (List<String> same : IdenticalArms.groups(arms)) {
            blocks.add(new Block.Paragraph(Text.bold("The same to the bit.")
                    .plus(" " + String.join(", ", same)
                            + " have the same weights and found the same in every seed: what differs between their"
                            + " settings decided nothing.")));
        }
        List<List<String>> shared = ArmsOfOneTraining.groups(arms);
        if (!shared.isEmpty()) {
            String groups = shared.stream().map(Remarks::listed).collect(Collectors.joining("; "));
            blocks.add(new Block.Paragraph(Text.bold("Shared trainings.")
                    .plus(" " + groups + " share one training each seed; differences of training time between them are"
                            + " of what follows it.")));
        }
        inputs(finished).ifPresent(text -> blocks.add(paragraph("Said of the inputs when the trials ran: " + text)));
        return blocks;
    }

    /** Of arms whose test splits are not one. */
    private static Optional<String> differentPictures(List<TrialResult> trials) {
        long splits = trials.stream()
                .flatMap(trial -> Optional.ofNullable(trial.provenance().get(TruthFile.FACT)).stream())
                .distinct()
                .count();
        return splits < 2
                ? Optional.empty()
                : Optional.of(
                        ("There are %d test splits: a difference between arms that are tested on different pictures is"
                                        + " one of pictures, too, and has no interval over images.")
                                .formatted(splits));
    }

    /** The first warnings about data, proposals and weights, those that trials share once. */
    private static Optional<String> inputs(List<TrialResult> trials) {
        List<String> warnings = trials.stream()
                .map(trial -> trial.provenance().getOrDefault(TrialResult.INPUT_WARNINGS, ""))
                .flatMap(String::lines)
                .distinct()
                .toList();
        if (warnings.isEmpty()) {
            return Optional.empty();
        }
        String first = String.join(" · ", warnings.subList(0, Math.min(WARNINGS, warnings.size())));
        int more = warnings.size() - WARNINGS;
        return Optional.of(first + (more <= 0 ? "." : " · and " + more + " more, which `data lint` lists."));
    }

    /** Such as {@code a, b and c}. */
    private static String listed(List<String> labels) {
        int last = labels.size() - 1;
        return String.join(", ", labels.subList(0, last)) + " and " + labels.get(last);
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
