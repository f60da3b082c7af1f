package dev.roilab.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.task.Curve;
import dev.roilab.task.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProposalMeasuresTest {
    private static final DataSettings DATA = new DataSettings.Shapes(5, 64, 64, 1, 3, 2, 2, 24, 40, 0, 0.2, 3, 64, 64);

    private final List<Sample<TrueObjects>> test =
            DataSets.load(DATA, Optional.empty()).test();

    private static Box first(Sample<?> sample) {
        return ((TrueObjects) sample.truth()).objects().getFirst().box();
    }

    @Test
    void countsRiseByOneTwoFiveUpToTheMost() {
        assertThat(ProposalMeasures.counts(0)).containsExactly(1);
        assertThat(ProposalMeasures.counts(1)).containsExactly(1);
        assertThat(ProposalMeasures.counts(10)).containsExactly(1, 2, 5, 10);
        assertThat(ProposalMeasures.counts(300)).containsExactly(1, 2, 5, 10, 20, 50, 100, 200, 300);
        assertThat(ProposalMeasures.counts(Integer.MAX_VALUE)).endsWith(2_000_000_000, Integer.MAX_VALUE);
    }

    @Test
    void measuresAndCurvesAreOfTheSameProposals() {
        long objects = test.stream()
                .mapToLong(sample -> sample.truth().objects().size())
                .sum();
        var nowhere = new Box(0, 0, 1, 1);
        // The first object of every image is met, by the third of three proposals, three fifths of it by the second.
        Evaluation measured = ProposalMeasures.of(
                test,
                sample -> {
                    Box box = first(sample);
                    var part = new Box(box.x1(), box.y1(), box.x2(), box.y1() + 0.6 * box.height());
                    return List.of(nowhere, part, box);
                },
                20);
        double all = (double) test.size() / objects;
        assertThat(measured.metrics())
                .containsExactlyInAnyOrderEntriesOf(Map.of("recall50", all, "recall70", all, "mean_proposals", 3.0));
        List<Double> across = List.of(1.0, 2.0, 5.0, 10.0, 20.0);
        assertThat(measured.curves())
                .extracting(Curve::whole)
                .containsExactly(
                        new Curve.Line(across, List.of(0.0, all, all, all, all)),
                        new Curve.Line(across, List.of(0.0, 0.0, all, all, all)));
        assertThat(measured.curves()).extracting(Curve::info).isEqualTo(ProposalMeasures.curves());
        assertThat(measured.metrics().keySet())
                .containsExactlyInAnyOrderElementsOf(ProposalMeasures.learned().stream()
                        .map(MeasureInfo::name)
                        .toList());
    }

    @Test
    void withoutProposalsNothingIsMet() {
        Evaluation measured = ProposalMeasures.of(test, _ -> List.of(), 0);
        assertThat(measured.metrics()).containsEntry("recall50", 0.0).containsEntry("mean_proposals", 0.0);
        assertThat(measured.curves().getFirst().whole()).isEqualTo(new Curve.Line(List.of(1.0), List.of(0.0)));
    }

    @Test
    void withoutImagesNothingIsMeasured() {
        assertThat(ProposalMeasures.of(List.of(), _ -> List.of(), 5))
                .isEqualTo(new Evaluation(new LinkedHashMap<>(), List.of(), List.of()));
    }
}
