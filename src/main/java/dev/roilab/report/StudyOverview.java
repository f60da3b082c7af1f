package dev.roilab.report;

import dev.roilab.claim.ClaimVerdict;
import dev.roilab.claim.ClaimVerdict.Outcome;
import dev.roilab.claim.Claims;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Markdown;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.report.text.Verdict;
import dev.roilab.result.StudyResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The block of a README that says what the studies with results have shown; the rest of the file is left alone. */
public final class StudyOverview {
    private static final String START = "<!-- written by: roilab report --readme -->";
    private static final String END = "<!-- end of what roilab report --readme writes -->";

    /** The study whose chart tells the whole story: the stages of every system from sliding windows to Fast R-CNN. */
    private static final String LINEAGE = "rcnn-lineage";

    private StudyOverview() {}

    /** One row a study, and the chart of the R-CNN line if it has been run. */
    public static String markdown(List<StudyResults> studies) {
        TableBuilder table = new TableBuilder("studies")
                .text("study")
                .text("question")
                .text("verdict")
                .text("claims");
        for (StudyResults study : studies) {
            table.row(List.of(
                    Text.link(study.study(), "reports/" + study.study() + "/report.md"),
                    Text.of(study.question()),
                    Text.of(new Verdict(study).sentence()),
                    Text.of(claims(study))));
        }
        List<Block> blocks = new ArrayList<>();
        blocks.add(table.build(Text.EMPTY));
        String chart = studies.stream().anyMatch(study -> study.study().equals(LINEAGE))
                ? "\n![Stages of every system, milliseconds an image](reports/" + LINEAGE + "/stage-bars.png)\n"
                : "";
        return Markdown.of(blocks).strip() + "\n" + chart;
    }

    /** Such as {@code 2 supported, 1 undecided}. */
    private static String claims(StudyResults study) {
        List<ClaimVerdict> verdicts = Claims.check(study);
        List<String> counts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            long count = verdicts.stream()
                    .filter(verdict -> verdict.outcome() == outcome)
                    .count();
            if (count > 0) {
                counts.add(String.format(Locale.ROOT, "%d %s", count, outcome.words()));
            }
        }
        return counts.isEmpty() ? "none" : String.join(", ", counts);
    }

    /**
     * The text with its block replaced.
     *
     * @throws IllegalArgumentException if the text has no place for it
     */
    public static String renewed(String text, String block) {
        int start = text.indexOf(START);
        int end = text.indexOf(END);
        if (start < 0 || end < start) {
            throw new IllegalArgumentException(
                    "no place for the studies: it needs a line '%s' and after it a line '%s'".formatted(START, END));
        }
        return text.substring(0, start + START.length()) + "\n" + block + text.substring(end);
    }
}
