package dev.roilab.proposal;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many objects the first proposals of their images meet, for any number of proposals (Faster R-CNN,
 * arXiv:1506.01497, figure 4; Hosang et al., TPAMI 2016, figure 6). Difficult objects and crowds do not count; an
 * object's class does not matter.
 */
public final class RecallByCount {
    private final int objects;
    private final int[] firstMeeting;

    /** @param firstMeeting of each object that is met: the place of the first proposal that does, from 0 */
    private RecallByCount(int objects, int[] firstMeeting) {
        this.objects = objects;
        this.firstMeeting = firstMeeting;
    }

    /**
     * Over some images, each overlap computed once.
     *
     * @param ious a proposal with at least this overlap meets an object
     * @return for each of them, in their order
     */
    public static List<RecallByCount> of(List<Sample<TrueObjects>> samples, Proposals proposals, List<Double> ious) {
        int objects = 0;
        List<List<Integer>> places =
                ious.stream().<List<Integer>>map(_ -> new ArrayList<>()).toList();
        for (Sample<TrueObjects> sample : samples) {
            List<Box> boxes = proposals.of(sample);
            for (TrueObject object : sample.truth().objects()) {
                if (object.difficult() || object.parts().crowd()) {
                    continue;
                }
                objects++;
                int[] first = firstMeeting(boxes, object.box(), ious);
                for (int i = 0; i < first.length; i++) {
                    if (first[i] < boxes.size()) {
                        places.get(i).add(first[i]);
                    }
                }
            }
        }
        int all = objects;
        return places.stream()
                .map(met -> new RecallByCount(
                        all, met.stream().mapToInt(place -> place).toArray()))
                .toList();
    }

    /** For each overlap; the number of boxes if none does. */
    private static int[] firstMeeting(List<Box> boxes, Box object, List<Double> ious) {
        int[] first = new int[ious.size()];
        Arrays.fill(first, boxes.size());
        int open = first.length;
        for (int place = 0; place < boxes.size() && open > 0; place++) {
            double overlap = boxes.get(place).iou(object);
            for (int i = 0; i < first.length; i++) {
                if (first[i] == boxes.size() && overlap >= ious.get(i)) {
                    first[i] = place;
                    open--;
                }
            }
        }
        return first;
    }

    /** Of the first proposals of each image, or of all that it has, if those are fewer. */
    public ProposalRecall within(int count) {
        int met =
                (int) Arrays.stream(firstMeeting).filter(place -> place < count).count();
        return new ProposalRecall(objects, met);
    }

    /** Of all proposals. */
    public ProposalRecall whole() {
        return new ProposalRecall(objects, firstMeeting.length);
    }
}
