package dev.roilab.detect;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.proposal.Proposals;
import dev.roilab.proposal.RecallByCount;
import dev.roilab.task.Axis;
import dev.roilab.task.Curve;
import dev.roilab.task.CurveInfo;
import dev.roilab.task.Evaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What is measured of the proposals that a detector looks at in its test, before it says anything of them: the one
 * place that names these numbers. Faster R-CNN (arXiv:1506.01497), section 4.1, figure 4; Hosang et al., What makes for
 * effective detection proposals?, TPAMI 2016.
 */
public final class ProposalMeasures {
    /** By which studies ask for the curves. */
    static final String CURVE = "proposal-recall";

    private static final String COUNTED =
            "Recall of proposals: objects of the test split that some proposal of their image overlaps with at least this"
                    + " IoU, whatever the class; difficult objects and crowds do not count.";

    private static final MeasureInfo MEAN_COUNT = new MeasureInfo(
            "mean_proposals",
            "proposals an image",
            "mean number of proposals of an image",
            MeasureUnit.NUMBER,
            Better.NEITHER,
            Prominence.ASKED,
            "Proposals an image: mean over the test split.");

    private static final List<Level> LEVELS = List.of(new Level(0.5), new Level(0.7));

    /** Leading figures of the counts on a logarithmic axis. */
    private static final List<Integer> STEPS = List.of(1, 2, 5);

    private ProposalMeasures() {}

    /** An overlap from which on a proposal meets an object. */
    private record Level(double iou) {
        MeasureInfo recall() {
            return new MeasureInfo(
                    "recall" + Math.round(100 * iou),
                    "proposal recall at " + iou,
                    "recall of proposals at IoU " + iou,
                    MeasureUnit.PERCENT,
                    Better.HIGHER,
                    Prominence.ASKED,
                    COUNTED);
        }

        CurveInfo curve() {
            String overlap = String.format(Locale.ROOT, "IoU %.2f", iou);
            return new CurveInfo(
                    CURVE,
                    Optional.of(iou),
                    "Recall of proposals at " + overlap,
                    overlap,
                    new Axis("best proposals of an image", MeasureUnit.COUNT, true),
                    new Axis("recall", MeasureUnit.PERCENT),
                    "the part of objects that one of so many proposals overlaps, whatever the class, without difficult"
                            + " objects and crowds");
        }
    }

    /** Of a system whose proposals differ from seed to seed, as they do where it learns to make them. */
    public static List<MeasureInfo> learned() {
        List<MeasureInfo> measures =
                new ArrayList<>(LEVELS.stream().map(Level::recall).toList());
        measures.add(MEAN_COUNT);
        return List.copyOf(measures);
    }

    /** The same of one whose proposals are found ahead of every training: its settings decide them. */
    public static List<MeasureInfo> given() {
        return learned().stream().map(info -> info.exactly(true)).toList();
    }

    /** A curve an overlap: recall by the number of proposals. */
    public static List<CurveInfo> curves() {
        return LEVELS.stream().map(Level::curve).toList();
    }

    /** Of the proposals that the harness found for a system. */
    public static Evaluation of(SystemParts parts) {
        List<Sample<TrueObjects>> test = parts.data().test();
        int most = test.stream()
                .mapToInt(sample -> parts.proposals().of(sample).size())
                .max()
                .orElse(0);
        return of(test, parts.proposals(), most);
    }

    /**
     * Of some images. Without objects there is no recall.
     *
     * @param most proposals that an image can have: the end of the curves, which must not differ between seeds
     */
    public static Evaluation of(List<Sample<TrueObjects>> test, Proposals proposals, int most) {
        SequencedMap<String, Double> metrics = new LinkedHashMap<>();
        List<Curve> curves = new ArrayList<>();
        List<RecallByCount> recalls = RecallByCount.of(
                test, proposals, LEVELS.stream().map(Level::iou).toList());
        for (int i = 0; i < LEVELS.size(); i++) {
            Level level = LEVELS.get(i);
            RecallByCount recall = recalls.get(i);
            recall.whole().value().ifPresent(value -> {
                metrics.put(level.recall().name(), value);
                curves.add(new Curve(level.curve(), line(recall, most), List.of()));
            });
        }
        test.stream()
                .mapToInt(sample -> proposals.of(sample).size())
                .average()
                .ifPresent(mean -> metrics.put(MEAN_COUNT.name(), mean));
        return new Evaluation(metrics, List.of(), curves);
    }

    private static Curve.Line line(RecallByCount recall, int most) {
        List<Integer> counts = counts(most);
        return new Curve.Line(
                counts.stream().map(Integer::doubleValue).toList(),
                counts.stream()
                        .map(count -> recall.within(count).value().orElseThrow())
                        .toList());
    }

    /** 1, 2, 5, 10, 20, 50, ... and the most. */
    static List<Integer> counts(int most) {
        List<Integer> counts = new ArrayList<>();
        for (long power = 1; power < most; power *= 10) {
            for (int step : STEPS) {
                if (step * power < most) {
                    counts.add(Math.toIntExact(step * power));
                }
            }
        }
        counts.add(Math.max(1, most));
        return List.copyOf(counts);
    }
}
