package dev.roilab.report.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.task.GalleryMarks;
import dev.roilab.task.GalleryMarks.Group;
import dev.roilab.task.Mark;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Masks and key points on the contact sheet and in the page's browser. */
class MarkedShapesTest {
    /** A square of 20 pixels with a hole of 4 in its middle. */
    private static final List<List<Double>> BORDERS = List.of(
            List.of(10.0, 10.0, 30.0, 10.0, 30.0, 30.0, 10.0, 30.0),
            List.of(18.0, 18.0, 18.0, 22.0, 22.0, 22.0, 22.0, 18.0));

    private static GalleryMarks marks(double score, List<Mark> truth) {
        return new GalleryMarks(
                new Group("annotated", "annotated objects", truth),
                new Group(
                        "detected",
                        "detections",
                        List.of(
                                new Mark.Area(BORDERS, Optional.of(1), Optional.of(score)),
                                new Mark.Points(List.of(List.of(40.0, 40.0)), Optional.of(1), Optional.of(score)))));
    }

    private static BufferedImage drawn(GalleryMarks marks) {
        var picture = new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        new ContactShapes(graphics, 2).draw(marks);
        graphics.dispose();
        return picture;
    }

    @Test
    void whatIsFoundIsFilledButForItsHolesAndWhatIsTrueHasAWhiteBorder() {
        var truth = new Mark.Area(List.of(BORDERS.getFirst()), Optional.of(0), Optional.empty());
        BufferedImage picture = drawn(marks(0.9, List.of(truth)));
        int black = Color.BLACK.getRGB();
        assertThat(picture.getRGB(28, 28)).as("inside").isNotEqualTo(black);
        assertThat(picture.getRGB(40, 40)).as("in the hole").isEqualTo(black);
        assertThat(picture.getRGB(80, 80))
                .as("a key point")
                .isEqualTo(ContactLabels.color(1).getRGB());
        assertThat(picture.getRGB(40, 20)).as("on the true border").isEqualTo(Color.WHITE.getRGB());
        assertThat(picture.getRGB(40, 21)).as("its black edge").isEqualTo(black);
        assertThat(picture.getRGB(90, 20)).as("elsewhere").isEqualTo(black);
    }

    @Test
    void whatIsUnsureIsNotDrawn() {
        assertThat(drawn(marks(0.4, List.of())).getRGB(28, 28)).isEqualTo(Color.BLACK.getRGB());
    }

    @Test
    void thePageGetsPathsAndPoints() {
        Map<String, List<GalleryShape>> shapes = new LinkedHashMap<>();
        GalleryShape.put(shapes, "0", marks(0.9, List.of()).found());
        GalleryShape.put(shapes, "truth", marks(0.9, List.of()).truth());
        assertThat(shapes).containsOnlyKeys("0");
        assertThat(Objects.requireNonNull(shapes.get("0")).getFirst().path())
                .contains("M10 10L30 10L30 30L10 30ZM18 18L18 22L22 22L22 18Z");
        assertThat(Objects.requireNonNull(shapes.get("0")).getLast().points()).contains(List.of(List.of(40.0, 40.0)));
        GalleryShape.put(shapes, "1", marks(0.01, List.of()).found());
        assertThat(shapes).as("nothing that is as unsure").doesNotContainKey("1");
    }

    @Test
    void theLegendSpeaksOfThemWhereTheyAre() {
        var truth = new Mark.Rectangle(0, 0, 1, 1, Optional.of(0), Optional.empty());
        assertThat(new ContactWords(List.of(marks(0.9, List.of(truth)))).sentences())
                .contains("Masks: a white outline around what is true")
                .contains("Key points: white rings where they are");
        var boxes = new GalleryMarks(
                new Group("annotated", "annotated objects", List.of(truth)),
                new Group("detected", "detections", List.of()));
        assertThat(new ContactWords(List.of(boxes)).sentences())
                .doesNotContain("Masks")
                .doesNotContain("Key points");
    }

    /** Of poses there is no box that a legend could begin with. */
    @Test
    void keyPointsWithoutBoxesAreToldOf() {
        var joint = new Mark.Points(List.of(List.of(4.0, 4.0)), Optional.of(1), Optional.empty());
        var marks = new GalleryMarks(
                new Group("annotated", "annotated joints", List.of(joint)),
                new Group("found", "found joints", List.of(joint)));
        var words = new ContactWords(List.of(marks));
        assertThat(words.sentences())
                .isEqualTo("White rings: annotated joints; discs: found joints, coloured by name.");
        assertThat(words.ofPage())
                .isEqualTo(
                        "White rings: annotated joints; discs: found joints of each arm's first finished seed, coloured"
                                + " by name.");
        assertThat(words.legend()).containsExactly("white ring: annotated key point    disc: found key point");
        assertThat(words.hasClasses()).isTrue();
    }

    @Test
    void theLegendInsideTheSheetHasALineOfEach() {
        var truth = new Mark.Rectangle(0, 0, 1, 1, Optional.of(0), Optional.empty());
        assertThat(new ContactWords(List.of(marks(0.9, List.of(truth)))).legend())
                .containsExactly(
                        "dashed: annotated    solid: detected",
                        "white outline: annotated mask    filled: detected mask",
                        "white ring: annotated key point    disc: detected key point");
        var boxes = new GalleryMarks(
                new Group("annotated", "annotated objects", List.of(truth)),
                new Group("detected", "detections", List.of()));
        assertThat(new ContactWords(List.of(boxes)).legend()).containsExactly("dashed: annotated    solid: detected");
    }
}
