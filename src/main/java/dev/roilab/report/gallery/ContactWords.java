package dev.roilab.report.gallery;

import dev.roilab.claim.Numbers;
import dev.roilab.task.GalleryMarks;
import dev.roilab.task.GalleryMarks.Group;
import dev.roilab.task.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the marks of a contact sheet mean, in the words of their task.
 *
 * @param marks of all images
 */
record ContactWords(List<GalleryMarks> marks) {

    private boolean any(Predicate<Group> has) {
        return marks.stream()
                .flatMap(each -> Stream.of(each.truth(), each.found()))
                .anyMatch(has);
    }

    private boolean hasRectangles() {
        return any(group -> !ContactMarks.rectangles(group).isEmpty());
    }

    private boolean hasAreas() {
        return has(Mark.Area.class);
    }

    private boolean hasPoints() {
        return has(Mark.Points.class);
    }

    private boolean has(Class<? extends Mark> kind) {
        return any(group -> ContactMarks.marks(group, kind).findAny().isPresent());
    }

    /** How masks and key points are drawn, a sentence behind another; empty where there are none. */
    private String ofShapes() {
        String areas = hasAreas() ? " Masks: a white outline around what is true, filled where it was found." : "";
        String points = hasPoints() ? " Key points: white rings where they are, discs where they were found." : "";
        return areas + points;
    }

    private boolean hasWords() {
        return any(group -> !ContactMarks.words(group).isEmpty());
    }

    private boolean hasScores() {
        return any(group -> ContactMarks.rectangles(group).stream()
                .anyMatch(mark -> mark.score().isPresent()));
    }

    boolean hasClasses() {
        return any(group -> ContactMarks.rectangles(group).stream()
                        .anyMatch(mark -> mark.label().isPresent())
                || ContactMarks.marks(group, Mark.Points.class)
                        .anyMatch(mark -> mark.label().isPresent()));
    }

    /** Key points without a box around them. */
    private boolean hasPointsAlone() {
        return hasPoints() && !hasRectangles();
    }

    private String ofPointsAlone(String whose) {
        return "White rings: " + truth().noun() + "; discs: " + found().noun() + whose
                + (hasClasses() ? ", coloured by name." : ".");
    }

    Group truth() {
        return marks.getFirst().truth();
    }

    Group found() {
        return marks.getFirst().found();
    }

    /** Sentences above the browser of the page. */
    String ofPage() {
        String whose = " of each arm's first finished seed";
        List<String> sentences = new ArrayList<>();
        if (hasRectangles()) {
            sentences.add("Dashed: " + truth().noun() + "; solid: " + found().noun() + whose
                    + (hasClasses() ? ", coloured by class." : ".")
                    + ofShapes());
        }
        if (hasPointsAlone()) {
            sentences.add(ofPointsAlone(whose));
        }
        if (hasWords()) {
            sentences.add("In words: " + truth().noun() + "; " + found().noun() + whose + ".");
        }
        return String.join(" ", sentences);
    }

    /** Sentences below the sheet. */
    String sentences() {
        List<String> sentences = new ArrayList<>();
        if (hasRectangles()) {
            sentences.add("Dashed: " + truth().noun() + "; solid: " + found().noun()
                    + (hasScores() ? " with a score of at least " + lowest() : "")
                    + (hasClasses() ? ", coloured by class" : "")
                    + (hasScores() ? "; a score that would cover another is left out." : ".")
                    + ofShapes());
        }
        if (hasPointsAlone()) {
            sentences.add(ofPointsAlone(""));
        }
        if (hasWords()) {
            sentences.add("In words: " + truth().noun() + " at the top, " + found().noun() + " at the bottom.");
        }
        return String.join(" ", sentences);
    }

    /** Lines inside the sheet: of rectangles and words, of masks, of key points; those that there are. */
    List<String> legend() {
        List<String> lines = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        if (hasRectangles()) {
            entries.add("dashed: " + truth().adjective());
            entries.add("solid: " + found().adjective() + (hasScores() ? ", score >= " + lowest() : ""));
        }
        if (hasWords()) {
            entries.add("top: " + truth().adjective());
            entries.add("bottom: " + found().adjective());
        }
        if (!entries.isEmpty()) {
            lines.add(line(entries));
        }
        if (hasAreas()) {
            lines.add(line(List.of(
                    "white outline: " + truth().adjective() + " mask", "filled: " + found().adjective() + " mask")));
        }
        if (hasPoints()) {
            lines.add(line(List.of(
                    "white ring: " + truth().adjective() + " key point",
                    "disc: " + found().adjective() + " key point")));
        }
        return lines;
    }

    private static String line(List<String> entries) {
        return String.join("    ", entries);
    }

    private static String lowest() {
        return Numbers.fixed(ContactMarks.LOWEST_SCORE, 2);
    }
}
