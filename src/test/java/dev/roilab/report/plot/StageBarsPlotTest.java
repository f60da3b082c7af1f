package dev.roilab.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Measure;
import dev.roilab.claim.SmallStudy;
import dev.roilab.report.MadeUpStudy;
import dev.roilab.result.StudyResults;
import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageBarsPlotTest {
    private static final Pattern WRITING = Pattern.compile("<path fill=\"#(?:222222|000000)\"[^>]* d=\"([^\"]+)\"");
    private static final Pattern SEGMENT = Pattern.compile("([MLQCZ])([^MLQCZ]*)");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2  | pool
                    6  | 'pool, stride 16'
                    10 | 'fast-rcnn-svd'
                    8  | 'spatial pyramid of 50 bins, shorter side 480, 2000 proposals'
                    """)
    void noWritingTouchesAnother(int count, String label) {
        Arm arm = Arm.of(new MadeUpStudy(folder, 1, false).twoArms()).getFirst();
        List<Arm> arms = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            arms.add(new Arm(index, label, arm.values(), arm.trials()));
        }
        List<Shape> writing = writing(StageBarsPlot.of(arms));
        assertThat(writing).hasSizeGreaterThan(count);
        for (int i = 0; i < writing.size(); i++) {
            for (Shape other : writing.subList(0, i)) {
                assertThat(touch(writing.get(i), other))
                        .as("writing at %s and %s", writing.get(i).getBounds(), other.getBounds())
                        .isFalse();
            }
        }
    }

    @Test
    void everyBandOfEveryBarHasItsNumber() {
        var bands = List.of(
                new StackedBars.Band(List.of("backbone"), StageColors.of("backbone"), List.of(900.0, 0.004)),
                new StackedBars.Band(List.of("roi"), StageColors.of("roi"), List.of(0.3, 2.0)),
                new StackedBars.Band(List.of("svms"), StageColors.of("svms"), List.of(0.0, 1.0)));
        var bars = new StackedBars("Time", "ms", List.of("one", "other"), bands, Measure.TOTAL::text);
        String svg = bars.painting().svg("Time");
        assertThat(Pattern.compile("<path fill=\"#000000\"").matcher(svg).results())
                .as("numbers of bands, in black")
                .hasSize(5);
    }

    /** Sliding windows take two hundred times as long as Fast R-CNN: its bar alone would show nothing. */
    @Test
    void anArmThatIsPressedFlatShowsWhereItsOwnTimeGoes() {
        StudyResults lineage = new SmallStudy()
                .timed("windows", 1, Map.of("backbone", 800.0, "fc6", 196.0, "nms", 4.0))
                .timed("fast-rcnn", 1, Map.of("backbone", 3.0, "fc6", 1.5, "nms", 0.5))
                .results();
        List<Arm> arms = Arm.of(lineage);
        List<StackedBars> panels = new StageBarsPlot(arms).panels();
        assertThat(panels)
                .extracting(StackedBars::title)
                .containsExactly("Test time by stage", "Where each arm spends its own time");
        assertThat(panels.getLast().bands())
                .extracting(band -> band.legend().getFirst(), StackedBars.Band::values)
                .containsExactlyInAnyOrder(
                        tuple("backbone", List.of(80.0, 60.0)),
                        tuple("fc6", List.of(19.6, 30.0)),
                        tuple("nms", List.of(0.4, 10.0)));
        assertThat(new StageBarsPlot(arms.subList(1, 2)).panels()).hasSize(1);
    }

    /** YOLO has convolutions between backbone and fc6, and fewer stages than others. */
    @Test
    void aStageOfOneArmStandsWhereItRan() {
        StudyResults results = new SmallStudy()
                .timed("regions", 1, ordered("backbone", "roi", "fc6", "fc7", "nms", "unaccounted"))
                .timed("yolo", 1, ordered("backbone", "convolutions", "fc6", "nms", "unaccounted"))
                .results();
        assertThat(Arm.stages(Arm.of(results)))
                .containsExactly("backbone", "convolutions", "roi", "fc6", "fc7", "nms", "unaccounted");
    }

    private static Map<String, Double> ordered(String... stages) {
        Map<String, Double> times = new LinkedHashMap<>();
        List.of(stages).forEach(stage -> times.put(stage, 1.0));
        return times;
    }

    @Test
    void numbersAreThoseOfTheTables() {
        StackedBars bars = new StageBarsPlot(Arm.of(new SmallStudy()
                        .timed("pool", 1, Map.of("backbone", 0.2918, "fc6", 0.00022))
                        .results()))
                .panels()
                .getFirst();
        assertThat(bars.number().apply(0.2918))
                .isEqualTo(Measure.TOTAL.text(0.2918))
                .isEqualTo("0.292");
        assertThat(bars.number().apply(0.00022)).isEqualTo("0.00022");
    }

    private static boolean touch(Shape first, Shape second) {
        if (!first.getBounds2D().intersects(second.getBounds2D())) {
            return false;
        }
        Area both = new Area(first);
        both.intersect(new Area(second));
        return !both.isEmpty();
    }

    private static List<Shape> writing(Optional<Figure> figure) {
        if (!(figure.orElseThrow() instanceof Figure.Chart chart)) {
            throw new AssertionError("stage bars are a chart");
        }
        List<Shape> shapes = new ArrayList<>();
        Matcher paths = WRITING.matcher(chart.painting().svg(chart.title()));
        while (paths.find()) {
            shapes.add(shape(paths.group(1)));
        }
        return shapes;
    }

    private static Shape shape(String path) {
        Path2D shape = new Path2D.Double();
        Matcher segments = SEGMENT.matcher(path);
        while (segments.find()) {
            double[] p = Pattern.compile("[ ,]+")
                    .splitAsStream(segments.group(2).strip())
                    .filter(number -> !number.isEmpty())
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            switch (segments.group(1)) {
                case "M" -> shape.moveTo(p[0], p[1]);
                case "L" -> shape.lineTo(p[0], p[1]);
                case "Q" -> shape.quadTo(p[0], p[1], p[2], p[3]);
                case "C" -> shape.curveTo(p[0], p[1], p[2], p[3], p[4], p[5]);
                default -> shape.closePath();
            }
        }
        return shape;
    }
}
