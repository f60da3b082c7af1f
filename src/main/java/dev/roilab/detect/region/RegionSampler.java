package dev.roilab.detect.region;

import dev.roilab.data.TrueObject;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Draws the regions of one image of a mini-batch: hierarchical sampling, Fast R-CNN (arXiv:1504.08083), section 2.3.
 *
 * <p>A candidate whose largest overlap with an object is at least {@code foregroundIou} is foreground, of that object's
 * class. One whose largest overlap lies in the background band is background. The objects' own boxes are candidates
 * too, as in the paper's code. Background fills up for missing foreground, and foreground where there is no background
 * at all; candidates that are still too few are drawn more than once.
 */
public final class RegionSampler {
    private final double foregroundPart;
    private final double foregroundIou;
    private final double backgroundFrom;
    private final double backgroundTo;

    /** A sampler. */
    public RegionSampler(SamplingSettings settings) {
        this(
                settings.foreground(),
                settings.foregroundIou(),
                settings.backgroundIou().from(),
                settings.backgroundIou().to());
    }

    /**
     * A sampler.
     *
     * @param foregroundPart of the regions, at most
     * @param backgroundFrom the background band's lower end, inclusive
     * @param backgroundTo its upper end, exclusive
     */
    public RegionSampler(double foregroundPart, double foregroundIou, double backgroundFrom, double backgroundTo) {
        this.foregroundPart = foregroundPart;
        this.foregroundIou = foregroundIou;
        this.backgroundFrom = backgroundFrom;
        this.backgroundTo = backgroundTo;
    }

    /**
     * A region to train on.
     *
     * @param target the object that it belongs to; empty for background
     */
    public record Region(Box box, Optional<TrueObject> target) {}

    /** Draws {@code count} regions, foreground first; fewer only where no candidate is of either kind. */
    public List<Region> sample(List<Box> proposals, List<TrueObject> objects, int count, SplittableRandom random) {
        List<Region> foreground = new ArrayList<>();
        List<Region> background = new ArrayList<>();
        for (Box candidate : candidates(proposals, objects)) {
            sort(candidate, objects, foreground, background);
        }
        int wanted = Math.min(share(count, random), foreground.size());
        if (background.isEmpty()) {
            wanted = foreground.isEmpty() ? 0 : count;
        }
        List<Region> drawn = new ArrayList<>(draw(foreground, wanted, random));
        drawn.addAll(draw(background, background.isEmpty() ? 0 : count - wanted, random));
        return drawn;
    }

    /**
     * How many of {@code count} are to be foreground. A fraction is rounded up as often as it is large, so that a
     * single region of each of many images is foreground in the same part of them; a whole number draws nothing.
     */
    private int share(int count, SplittableRandom random) {
        double share = count * foregroundPart;
        int whole = (int) Math.floor(share);
        double rest = share - whole;
        return rest > 0 && random.nextDouble() < rest ? whole + 1 : whole;
    }

    private static List<Box> candidates(List<Box> proposals, List<TrueObject> objects) {
        List<Box> candidates = new ArrayList<>(proposals);
        objects.stream().map(TrueObject::box).forEach(candidates::add);
        return candidates;
    }

    private void sort(Box candidate, List<TrueObject> objects, List<Region> foreground, List<Region> background) {
        double best = 0;
        Optional<TrueObject> owner = Optional.empty();
        for (TrueObject object : objects) {
            double overlap = candidate.iou(object.box());
            if (overlap > best) {
                best = overlap;
                owner = Optional.of(object);
            }
        }
        if (best >= foregroundIou) {
            foreground.add(new Region(candidate, owner));
        } else if (best >= backgroundFrom && best < backgroundTo) {
            background.add(new Region(candidate, Optional.empty()));
        }
    }

    /** Without repetition as far as the pool reaches, by a partial Fisher-Yates shuffle; then again from its start. */
    private static List<Region> draw(List<Region> pool, int count, SplittableRandom random) {
        List<Region> remaining = new ArrayList<>(pool);
        List<Region> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int place = i % remaining.size();
            int other = random.nextInt(place, remaining.size());
            Region chosen = remaining.get(other);
            remaining.set(other, remaining.get(place));
            remaining.set(place, chosen);
            drawn.add(chosen);
        }
        return drawn;
    }
}
