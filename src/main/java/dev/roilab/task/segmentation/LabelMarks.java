package dev.roilab.task.segmentation;

import dev.roilab.data.parts.LabelMap;
import dev.roilab.geometry.mask.MaskOutline;
import dev.roilab.geometry.mask.RunLengthMask;
import dev.roilab.task.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Labels of pixels as regions with borders, one a class. */
final class LabelMarks {
    private LabelMarks() {}

    /** Of the classes that are there, but for the background. */
    static List<Mark> of(List<String> classes, LabelMap map) {
        byte[] labels = map.labels();
        List<Mark> marks = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            boolean[] inside = new boolean[labels.length];
            boolean isThere = false;
            for (int place = 0; place < labels.length; place++) {
                inside[place] = (labels[place] & 0xFF) == label;
                isThere |= inside[place];
            }
            if (isThere && !classes.get(label).equals(TrueLabels.BACKGROUND)) {
                RunLengthMask mask = RunLengthMask.ofBitmap(map.height(), map.width(), inside);
                marks.add(new Mark.Area(MaskOutline.of(mask), Optional.of(label), Optional.empty()));
            }
        }
        return List.copyOf(marks);
    }
}
