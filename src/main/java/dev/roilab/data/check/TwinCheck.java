package dev.roilab.data.check;

import dev.roilab.geometry.Box;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** Among the objects of one picture, finds those that are there already: with their own class or with another. */
public final class TwinCheck {
    /** Boxes of two objects of a class hardly ever overlap so far; two drawings of one object do. */
    public static final double NEAR = 0.9;

    private final Findings findings;

    public TwinCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * An object.
     *
     * @param text its place and name, for messages
     * @param reference the same in few words, for the message of another
     * @param type its class
     * @param box its place
     */
    public record Marked(String text, String reference, String type, Box box) {}

    /** What is known of two objects beside class and box. */
    public enum Relation {
        /** Something keeps them apart. */
        APART,
        UNKNOWN,
        /** They cover the same pixels. */
        SAME_MASK
    }

    /**
     * Tells of every object the first before it that it may be: of its class in nearly its place, or of another class
     * in its very place.
     *
     * @param relation of those at two places of the list, the earlier first
     */
    public void look(List<Marked> objects, BiFunction<Integer, Integer, Relation> relation) {
        for (int late = 1; late < objects.size(); late++) {
            for (int early = 0; early < late; early++) {
                if (areNear(objects.get(early), objects.get(late))
                        && areAlike(objects.get(early), objects.get(late), relation.apply(early, late))) {
                    tell(objects.get(early), objects.get(late));
                    break;
                }
            }
        }
    }

    private static boolean areNear(Marked early, Marked late) {
        return early.box().equals(late.box()) || early.box().iou(late.box()) >= NEAR;
    }

    private static boolean areAlike(Marked early, Marked late, Relation relation) {
        return switch (relation) {
            case APART -> false;
            case SAME_MASK -> true;
            case UNKNOWN -> early.type().equals(late.type()) || early.box().equals(late.box());
        };
    }

    private void tell(Marked early, Marked late) {
        if (!early.type().equals(late.type())) {
            findings.warning(
                    "places with two classes",
                    "%s: has the place of %s, but the class %s where that is %s; both are kept, remove the one that is wrong"
                            .formatted(late.text(), early.reference(), late.type(), early.type()));
            return;
        }
        boolean same = early.box().equals(late.box());
        findings.warning(
                same ? "objects marked twice" : "objects marked nearly twice",
                String.format(
                        Locale.ROOT,
                        "%s: has the class and %s of %s%s",
                        late.text(),
                        same ? "the place" : "nearly the place",
                        early.reference(),
                        same
                                ? "; both are kept, remove one"
                                : String.format(
                                        Locale.ROOT,
                                        ", an IoU of %.2f; both are kept, remove one if they are one object",
                                        early.box().iou(late.box()))));
    }
}
