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
     * Over some images.
     *
     * @param iou a proposal with at least this overlap meets an object
     */
    public static RecallByCount of(List<Sample<TrueObjects>> samples, Proposals proposals, double iou) {
        int objects = 0;
        var places = new ArrayList<Integer>();
        for (Sample<TrueObjects> sample : samples) {
            List<Box> boxes = proposals.of(sample);
            for (TrueObject object : sample.truth().objects()) {
                if (object.difficult() || object.parts().crowd()) {
                    continue;
                }
                objects++;
                int place = firstMeeting(boxes, object.box(), iou);
                if (place < boxes.size()) {
                    places.add(place);
                }
            }
        }
        return new RecallByCount(
                objects, places.stream().mapToInt(place -> place).toArray());
    }

    /** The number of boxes if none does. */
    private static int firstMeeting(List<Box> boxes, Box object, double iou) {
        int place = 0;
        while (place < boxes.size() && boxes.get(place).iou(object) < iou) {
            place++;
        }
        return place;
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
