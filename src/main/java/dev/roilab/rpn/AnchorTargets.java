package dev.roilab.rpn;

import dev.roilab.geometry.Box;
import dev.roilab.rpn.AnchorSampling.Crossing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * What a region proposal network should say of the images of a mini-batch, of which some anchors are drawn: Faster
 * R-CNN (arXiv:1506.01497), sections 3.1.2 and 3.1.3. N images, A anchors a cell, H x W cells.
 */
public final class AnchorTargets {
    private final Anchors anchors;
    private final List<Map> maps = new ArrayList<>();
    private int count;

    /** Of no anchor yet. */
    public AnchorTargets(Anchors anchors, int images) {
        this.anchors = anchors;
        anchors.levels().forEach(level -> maps.add(Map.empty(images * level.count())));
    }

    /**
     * Of the anchors of one map: A a cell.
     *
     * @param labels 1 for an object's anchor, [N, A, H, W]
     * @param sampled 1 for each drawn anchor, 0 for all others, [N, A, H, W]
     * @param offsets that lead to an anchor's object, [N, 4 * A, H, W]
     * @param foreground 1 for each offset of a drawn anchor that is an object's, 0 for all others, [N, 4 * A, H, W]
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to an engine once and never compared
    record Map(float[] labels, float[] sampled, float[] offsets, float[] foreground) {
        private static Map empty(int anchors) {
            return new Map(new float[anchors], new float[anchors], new float[4 * anchors], new float[4 * anchors]);
        }
    }

    /** Draws anchors of one image, foreground first: without repetition, so that there may be fewer than asked for. */
    public void draw(int image, Truth truth, AnchorSampling sampling, SplittableRandom random) {
        int[] owners = owners(truth, sampling);
        int[] objects = places(owners, owner -> owner >= 0);
        int[] background = places(owners, owner -> owner == AnchorMatcher.BACKGROUND);
        int most = (int) (sampling.anchors() * sampling.foreground());
        for (int anchor : drawn(objects, Math.min(objects.length, most), random)) {
            add(image, anchor);
            aim(image, anchor, truth.objects().get(owners[anchor]));
        }
        int left = sampling.anchors() - Math.min(objects.length, most);
        for (int anchor : drawn(background, Math.min(background.length, left), random)) {
            add(image, anchor);
        }
    }

    /**
     * What is true of an image.
     *
     * @param objects in its pixels, with extent
     */
    public record Truth(List<Box> objects, int imageWidth, int imageHeight) {
        public Truth {
            objects = List.copyOf(objects);
        }
    }

    private int[] owners(Truth truth, AnchorSampling sampling) {
        var matcher =
                new AnchorMatcher(sampling.foregroundIou(), sampling.backgroundIou(), AnchorMatcher.Best.OVERLAPPING);
        boolean all = sampling.crossing().equals(Optional.of(Crossing.USED));
        IntPredicate among =
                all ? _ -> true : anchor -> anchors.isInside(anchor, truth.imageWidth(), truth.imageHeight());
        return matcher.match(anchors, truth.objects(), among);
    }

    private static int[] places(int[] owners, IntPredicate wanted) {
        int[] places = new int[owners.length];
        int found = 0;
        for (int anchor = 0; anchor < owners.length; anchor++) {
            if (wanted.test(owners[anchor])) {
                places[found++] = anchor;
            }
        }
        return Arrays.copyOf(places, found);
    }

    /** The beginning of a Fisher-Yates shuffle; where all are wanted, all of them in their order. */
    private static int[] drawn(int[] pool, int wanted, SplittableRandom random) {
        if (wanted == pool.length) {
            return pool;
        }
        for (int place = 0; place < wanted; place++) {
            int other = random.nextInt(place, pool.length);
            int chosen = pool[other];
            pool[other] = pool[place];
            pool[place] = chosen;
        }
        return Arrays.copyOf(pool, wanted);
    }

    private void add(int image, int anchor) {
        Anchors.Level level = anchors.level(anchor);
        map(level).sampled()[level.place(image, anchor - level.first())] = 1;
        count++;
    }

    private void aim(int image, int anchor, Box object) {
        Anchors.Level level = anchors.level(anchor);
        Map map = map(level);
        map.labels()[level.place(image, anchor - level.first())] = 1;
        double[] aim = ProposalFilter.CODER.encode(anchors.box(anchor), object);
        int first = level.placeOfFour(image, anchor - level.first());
        for (int i = 0; i < 4; i++) {
            map.offsets()[first + i * level.cells()] = (float) aim[i];
            map.foreground()[first + i * level.cells()] = 1;
        }
    }

    private Map map(Anchors.Level level) {
        return maps.get(anchors.levels().indexOf(level));
    }

    /** Anchors drawn of all images. */
    public int count() {
        return count;
    }

    /** In the order of {@link Anchors#levels}. */
    List<Map> maps() {
        return maps;
    }
}
