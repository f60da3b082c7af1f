package dev.roilab.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.ObjectParts;
import dev.roilab.geometry.Box;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecallByCountTest {
    private static final int MOST = 30;

    private final SplittableRandom random = new SplittableRandom(7);
    private final List<Sample<TrueObjects>> images = new ArrayList<>();
    private final Map<String, List<Box>> boxes = new HashMap<>();
    private final Proposals proposals = sample -> boxes.getOrDefault(sample.id(), List.of());

    private int looks;

    private Box box() {
        double left = random.nextInt(6);
        double top = random.nextInt(6);
        return new Box(left, top, left + 1 + random.nextInt(6), top + 1 + random.nextInt(6));
    }

    private List<Box> boxes(int count) {
        List<Box> some = new ArrayList<>();
        while (some.size() < count) {
            some.add(box());
        }
        return some;
    }

    /** One image in eight has no proposals, one in eight no objects. */
    private void draw() {
        for (int image = 0; image < 40; image++) {
            String id = "image " + image;
            List<TrueObject> objects = new ArrayList<>();
            for (Box object : boxes(image % 8 == 1 ? 0 : 1 + random.nextInt(4))) {
                boolean crowd = random.nextInt(5) == 0;
                objects.add(new TrueObject(
                        random.nextInt(3),
                        object,
                        random.nextInt(5) == 0,
                        new ObjectParts(crowd, Optional.empty(), Optional.empty(), Optional.empty())));
            }
            images.add(new Picture(id, 16, 16, new TrueObjects(objects), 200));
            boxes.put(id, boxes(image % 8 == 0 ? 0 : random.nextInt(MOST + 1)));
        }
    }

    /** Pixel by pixel, object by object: the sides are whole numbers. */
    private static boolean meets(Box proposal, Box object, double iou) {
        int both = 0;
        int either = 0;
        for (double y = 0.5; y < 16; y++) {
            for (double x = 0.5; x < 16; x++) {
                boolean first = contains(proposal, x, y);
                boolean second = contains(object, x, y);
                both += first && second ? 1 : 0;
                either += first || second ? 1 : 0;
            }
        }
        return (double) both / either >= iou;
    }

    private static boolean contains(Box box, double x, double y) {
        return box.x1() < x && x < box.x2() && box.y1() < y && y < box.y2();
    }

    private ProposalRecall slowly(double iou, int count) {
        int objects = 0;
        int met = 0;
        for (Sample<TrueObjects> image : images) {
            List<Box> all = proposals.of(image);
            List<Box> first = all.subList(0, Math.min(count, all.size()));
            for (TrueObject object : image.truth().objects()) {
                if (!object.difficult() && !object.parts().crowd()) {
                    objects++;
                    boolean any = false;
                    for (Box proposal : first) {
                        any |= meets(proposal, object.box(), iou);
                    }
                    met += any ? 1 : 0;
                }
            }
        }
        return new ProposalRecall(objects, met);
    }

    /** Neither the order of the overlaps nor the others beside one matter. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 0.7})
    void countsWhatASlowLookCounts(double iou) {
        draw();
        List<Double> ious = List.of(0.7, 0.3, 0.5);
        RecallByCount recall = RecallByCount.of(images, proposals, ious).get(ious.indexOf(iou));
        for (int count = 0; count <= MOST + 1; count++) {
            assertThat(recall.within(count)).as("the first %d", count).isEqualTo(slowly(iou, count));
        }
        assertThat(recall.whole()).isEqualTo(slowly(iou, MOST));
        assertThat(recall.within(8).met())
                .isPositive()
                .isLessThan(recall.whole().met());
        assertThat(recall.whole().met()).isLessThan(recall.whole().objects());
        RecallByCount alone = RecallByCount.of(images, proposals, List.of(iou)).getFirst();
        for (int count = 0; count <= MOST; count++) {
            assertThat(alone.within(count)).isEqualTo(recall.within(count));
        }
    }

    /** Proposals that say how often one of their boxes was looked at. */
    private final class Watched extends AbstractList<Box> {
        private final List<Box> all;

        Watched(List<Box> all) {
            this.all = all;
        }

        @Override
        public Box get(int place) {
            looks++;
            return all.get(place);
        }

        @Override
        public int size() {
            return all.size();
        }
    }

    private int looks(List<Double> ious) {
        looks = 0;
        RecallByCount.of(images, sample -> new Watched(proposals.of(sample)), ious);
        return looks;
    }

    @Test
    void severalThresholdsCostNoMoreThanTheHighestOfThem() {
        draw();
        assertThat(looks(List.of(0.3, 0.5, 0.7))).isPositive().isEqualTo(looks(List.of(0.7)));
        assertThat(looks(List.of(0.3))).isLessThan(looks(List.of(0.7)));
    }

    @Test
    void withoutObjectsThereIsNoRecall() {
        images.add(new Picture("empty", 16, 16));
        assertThat(RecallByCount.of(images, _ -> List.of(box()), List.of(0.5))
                        .getFirst()
                        .whole()
                        .value())
                .isEmpty();
    }
}
