package dev.roilab.task.pose;

import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import java.util.List;

/** What is measured of poses: the one place that names these numbers. */
final class PoseMeasures {
    private static final String PARTS =
            "PCK: labelled joints found within 0.1 or 0.2 of the larger side of their object's box, of all that are"
                    + " labelled in the test pictures (Yang and Ramanan).";

    static final MeasureInfo PCK_10 = new MeasureInfo(
            "pck10", "PCK@0.1", "PCK@0.1", MeasureUnit.PERCENT, Better.HIGHER, Prominence.HEADLINE, PARTS);

    static final MeasureInfo PCK_20 = new MeasureInfo(
            "pck20", "PCK@0.2", "PCK@0.2", MeasureUnit.PERCENT, Better.HIGHER, Prominence.COMPARED, PARTS);

    /** May exceed 1, so that it is no share. */
    static final MeasureInfo JOINT_ERROR = new MeasureInfo(
            "joint_error",
            "joint error",
            "joint error",
            MeasureUnit.NUMBER,
            Better.LOWER,
            Prominence.COMPARED,
            "Joint error: how far a labelled joint is from where it was found, in larger sides of its object's box;"
                    + " mean over all labelled joints of the test pictures.");

    /** What the others are means over. */
    static final MeasureInfo JOINTS = new MeasureInfo(
            "joints",
            "joints",
            "number of joints",
            MeasureUnit.COUNT,
            Better.NEITHER,
            Prominence.DETAIL,
            "Joints: those of the test pictures that are labelled; PCK and joint error are over them.");

    /** In the order of the columns of a table. */
    static final List<MeasureInfo> ALL = List.of(PCK_10, PCK_20, JOINT_ERROR, JOINTS);

    /** By joint, which are the task's classes. */
    static final MeasureInfo OF_A_JOINT = new MeasureInfo(
            "joint_pck10",
            "PCK@0.1",
            "PCK@0.1",
            MeasureUnit.PERCENT,
            Better.HIGHER,
            Prominence.DETAIL,
            "the classes are the joints: part of a joint's labelled places that is found within 0.1 of the larger side"
                    + " of its object's box");

    private PoseMeasures() {}
}
